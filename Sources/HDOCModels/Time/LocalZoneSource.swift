import Glibc

/// Where the time zone of a process comes from.
public enum LocalZoneSource: Sendable, Equatable {
    /// The environment variable `TZ`. Its value, given here, names a file of the zone database, is a POSIX rule, or is empty.
    case environment(String)
    /// `TZ` has a value that the C library does not understand, so that it uses UTC.
    case unknownValue(String)
    /// The file `/etc/localtime`.
    case localtimeFile
    /// There is no readable `/etc/localtime`, so that the C library uses UTC.
    case none
    /// The program chose the zone.
    case program

    private static let localtime = "/etc/localtime"

    /// The source of the zone and its name; the name is nil if `/etc/localtime` does not tell it.
    static func find(_ environment: [String: String]) -> (name: String?, source: LocalZoneSource) {
        guard let value = environment["TZ"] else { return systemZone() }
        // The C library uses UTC if the value is empty.
        let name = value.hasPrefix(":") ? String(value.dropFirst()) : value
        guard !name.isEmpty else { return ("UTC", .environment(value)) }
        let root = environment["TZDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/usr/share/zoneinfo"
        if isZoneFile(name.hasPrefix("/") ? name : "\(root)/\(name)") { return (zoneName(name) ?? name, .environment(value)) }
        return PosixZoneRule.isOne(name) ? (name, .environment(value)) : ("UTC", .unknownValue(value))
    }

    private static func systemZone() -> (name: String?, source: LocalZoneSource) {
        guard isZoneFile(localtime) else { return ("UTC", .none) }
        if let target = linkTarget(localtime), let name = zoneName(target) { return (name, .localtimeFile) }
        return (nil, .localtimeFile)
    }

    /// Whether the C library can read the file: a zone file begins with `TZif`.
    private static func isZoneFile(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        var head = [UInt8](repeating: 0, count: 4)
        return fread(&head, 1, 4, file) == 4 && head == Array("TZif".utf8)
    }

    /// The path of the file that a symbolic link leads to, through any number of links; nil if `path` is not a link.
    private static func linkTarget(_ path: String) -> String? {
        guard let target = realpath(path, nil) else { return nil }
        defer { free(target) }
        let text = String(cString: target)
        return text == path ? nil : text
    }

    /// The name of the zone in a file of the zone database: `Europe/Berlin` for `/usr/share/zoneinfo/Europe/Berlin`. Nil if the
    /// file is not in a folder `zoneinfo`.
    private static func zoneName(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        guard path.hasPrefix("/"), let root = parts.lastIndex(of: "zoneinfo") else { return nil }
        let name = parts[(root + 1)...].drop { $0 == "posix" || $0 == "right" }.joined(separator: "/")
        return name.isEmpty ? nil : name
    }
}

/// Recognises POSIX values of `TZ`: `JST-9`, `<+09>-9`, `AEST-10AEDT,M10.1.0,M4.1.0/3`.
enum PosixZoneRule {
    /// Whether `text` begins with an abbreviation and an offset. The C library accepts every such text.
    static func isOne(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard takeAbbreviation(&rest) else { return false }
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        return rest.first.map(isDigit) ?? false
    }

    private static func takeAbbreviation(_ rest: inout ArraySlice<UInt8>) -> Bool {
        if rest.first == UInt8(ascii: "<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")), end - rest.startIndex > 3 else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
