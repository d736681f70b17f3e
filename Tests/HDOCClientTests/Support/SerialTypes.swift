import Foundation

/// Changes the types of values in a SQLite file. The header of each row lists one number per column: its type and length. The format
/// is documented at https://sqlite.org/fileformat2.html.
struct SerialTypes {
    private let bytes: [UInt8]
    private let pageSize = 4096

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A short and a long integer, a floating-point number, 1, a reserved type, and a short blob and text.
    private static let some: [UInt8] = [1, 6, 7, 9, 10, 16, 17]

    /// The types to try at the place with this index: NULL and one of the others, so that neighbouring rows get all of them.
    static func types(at index: Int) -> [UInt8] { [0, some[index % some.count]] }

    /// The places of the types of all rows in tables, one byte each. Types of more than one byte belong to long texts; only their
    /// first byte is listed.
    var places: [Int] {
        stride(from: 0, to: bytes.count, by: pageSize).flatMap { start -> [Int] in
            let header = start == 0 ? 100 : start
            guard bytes[header] == 0x0D else { return [] }
            let count = Int(bytes[header + 3]) << 8 | Int(bytes[header + 4])
            return (0..<count).flatMap { row -> [Int] in
                let place = header + 8 + 2 * row
                return types(ofRowAt: start + (Int(bytes[place]) << 8 | Int(bytes[place + 1])))
            }
        }
    }

    /// The length of the variable-length number at this place.
    private func length(_ place: Int) -> Int {
        (bytes[place..<min(place + 9, bytes.count)].firstIndex { $0 < 0x80 } ?? place + 8) - place + 1
    }

    private func types(ofRowAt row: Int) -> [Int] {
        var place = row
        place += length(place)
        place += length(place)
        let end = place + Int(bytes[place])
        place += 1
        var places: [Int] = []
        while place < end {
            places.append(place)
            place += length(place)
        }
        return places
    }

    /// The file with another type at a place.
    func changed(at place: Int, to type: UInt8) -> [UInt8] {
        var changed = bytes
        changed[place] = type
        return changed
    }
}
