import HDOCModels

/// Entries as an iCalendar (RFC 5545): an event of a whole day for each entry. Line breaks in texts become line feeds, and control
/// characters, which the format forbids, are left out.
enum CalendarExchange {
    private static let foldAt = 75

    static func write(_ entries: [Entry]) -> String {
        let events = entries.flatMap { entry in
            ["BEGIN:VEVENT"] + properties(entry).map { "\($0.name):\($0.value)" } + ["END:VEVENT"]
        }
        let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hdoc//hdoc//EN"] + events + ["END:VCALENDAR"]
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    private static func properties(_ entry: Entry) -> [(name: String, value: String)] {
        let date = entry.date.description.replacing("-", with: "")
        let optional: [(name: String, value: String)] = [
            ("DESCRIPTION", escaped(entry.body)), ("CATEGORIES", entry.tags.map(escaped).joined(separator: ",")),
            ("URL", plain(entry.link ?? "").replacing("\n", with: "")), ("X-HDOC-SUBTITLE", escaped(entry.subtitle ?? "")),
            ("X-HDOC-ZONE", escaped(entry.zone)),
        ]
        return [
            ("UID", escaped(entry.id)), ("DTSTAMP", "\(date)T000000Z"), ("DTSTART;VALUE=DATE", date), ("TRANSP", "TRANSPARENT"),
            ("SUMMARY", escaped("Day \(entry.day): \(entry.title)")), ("X-HDOC-DAY", String(entry.day)),
            ("X-HDOC-TEMPLATE", entry.template.rawValue),
        ] + optional.filter { !$0.value.isEmpty }
    }

    static func read(_ text: String) throws(ExchangeError) -> [Entry] {
        var events: [[String: String]] = []
        var event: [String: String]?
        let lines = unfolded(text)
        guard lines.first?.isSameIgnoringASCIICase(as: "BEGIN:VCALENDAR") == true else { throw ExchangeError(number: nil, .otherFormat) }
        for line in lines {
            switch line {
            case "BEGIN:VEVENT": event = [:]
            case "END:VEVENT":
                if let event { events.append(event) }
                event = nil
            default:
                guard let (head, value) = line.cut(atByte: ":") else { continue }
                event?[String(head.cut(atByte: ";")?.before ?? head)] = String(value)
            }
        }
        return try ExchangeFormat.numbered(events, entry)
    }

    private static func entry(_ event: [String: String]) -> Entry? {
        func text(_ name: String) -> String? { event[name].map { unescaped($0).first ?? "" } }
        guard let id = text("UID"), let stamp = event["DTSTART"], let date = date(stamp), let summary = text("SUMMARY"),
            let day = event["X-HDOC-DAY"].flatMap({ Int($0) })
        else { return nil }
        let head = "Day \(day): "
        return Entry(
            id: id, day: day, date: date, zone: text("X-HDOC-ZONE"),
            title: summary.beginsWithBytes(of: head) ? String(decoding: summary.utf8.dropFirst(head.utf8.count), as: UTF8.self) : summary,
            subtitle: text("X-HDOC-SUBTITLE"), body: text("DESCRIPTION") ?? "", tags: event["CATEGORIES"].map(unescaped) ?? [],
            link: event["URL"], template: event["X-HDOC-TEMPLATE"])
    }

    private static func date(_ stamp: String) -> CalendarDay? {
        let digits = Array(stamp.utf8.prefix(8))
        guard digits.count == 8 else { return nil }
        return CalendarDay(
            [digits[0..<4], digits[4..<6], digits[6..<8]].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-"))
    }

    // MARK: Texts

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in plain(text).unicodeScalars {
            switch scalar {
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\\", ";", ",": result.append(contentsOf: ["\\", scalar])
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text with line feeds as its only control characters besides tabs.
    private static func plain(_ text: String) -> String {
        let parts = text.unicodeScalars.split(separator: "\r", omittingEmptySubsequences: false)
        var result = String.UnicodeScalarView()
        for (index, part) in parts.enumerated() {
            // A carriage return before a line feed is dropped; another one is a line break.
            if index > 0, part.first != "\n" { result.append("\n") }
            result.append(contentsOf: part.filter { $0 == "\n" || $0 == "\t" || !($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) })
        }
        return String(result)
    }

    /// The values of a list without escapes; one value if the text has no comma outside escapes.
    private static func unescaped(_ text: String) -> [String] {
        var (values, value, isEscaped) = ([String](), String.UnicodeScalarView(), false)
        for scalar in text.unicodeScalars {
            if isEscaped {
                value.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "," {
                values.append(String(value))
                value = String.UnicodeScalarView()
            } else {
                value.append(scalar)
            }
        }
        return values + [String(value)]
    }

    // MARK: Lines

    /// A line of more than 75 bytes continues on the next line after a space.
    private static func folded(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        var width = 0
        for scalar in line.unicodeScalars {
            let bytes = UTF8.width(scalar)
            if width + bytes > foldAt {
                result.append(contentsOf: "\r\n ".unicodeScalars)
                width = 1
            }
            result.append(scalar)
            width += bytes
        }
        return String(result)
    }

    private static func unfolded(_ text: String) -> [String] {
        var lines: [String] = []
        for raw in text.split(atByte: "\n", keepingEmptyParts: true) {
            let line = raw.utf8.last == UInt8(ascii: "\r") ? Substring(raw.utf8.dropLast()) : raw
            if let first = line.utf8.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !lines.isEmpty {
                lines[lines.count - 1] += String(Substring(line.utf8.dropFirst()))
            } else if !line.isEmpty {
                lines.append(String(line))
            }
        }
        return lines
    }
}
