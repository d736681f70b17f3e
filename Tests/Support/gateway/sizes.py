"""How DynamoDB measures items, and how many capacity units it charges for a size."""
import math

KB = 1024
#: What an index stores beside each item, in bytes.
INDEX_OVERHEAD = 100


def value_size(value):
    (kind, content), = value.items()
    match kind:
        case "S": return len(content.encode())
        case "N": return math.ceil(len(content.strip("-").replace(".", "").strip("0")) / 2) + 1
        case "B": return len(content) * 3 // 4
        case "BOOL" | "NULL": return 1
        case "L": return 3 + sum(1 + value_size(element) for element in content)
        case "M": return 3 + sum(1 + len(name.encode()) + value_size(element) for name, element in content.items())
        case _: return sum(value_size({kind[0]: element}) for element in content)


def size(item):
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def read_units(number_of_bytes, consistent):
    return max(1, math.ceil(number_of_bytes / 4 / KB)) * (1 if consistent else 0.5)


def write_units(number_of_bytes):
    return max(1, math.ceil(number_of_bytes / KB))
