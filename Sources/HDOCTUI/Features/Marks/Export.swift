import FoundationEssentials
import HDOCClient
import HDOCModels

/// What is exported. Journeyers are positions in an index; their values are made while they are written.
enum ExportContent: Sendable, Equatable {
    case journeyers(JourneyerIndex, [Int32])
    case articles([Article])

    var count: Int {
        switch self {
        case .journeyers(_, let positions): positions.count
        case .articles(let articles): articles.count
        }
    }

    /// How many of what, such as `3 journeyers`.
    var amount: String { Amounts.count(count, name.one, name.many) }

    var name: (one: String, many: String) {
        switch self {
        case .journeyers: ("journeyer", "journeyers")
        case .articles: ("article", "articles")
        }
    }
}

/// A file to write.
struct ExportOrder: Sendable, Equatable {
    enum Format: String, Sendable {
        case csv, json

        /// The format that the ending of a file's name asks for; nil for other endings.
        init?(path: String) { self.init(rawValue: String(path.split(separator: ".").last ?? "").lowercased()) }
    }

    let content: ExportContent
    let path: String
    let format: Format
    /// Whether an existing file may be replaced.
    var replaces = false

    /// Writes the file in one step, readable by its owner only.
    /// - Throws: `exists` if the file exists and must not be replaced.
    func write() throws(FileError) {
        try FileReplacement.write(bytes, to: absolutePath, mode: 0o600, replaces: replaces)
    }

    /// The path with the home directory for a leading `~/`, as in a shell.
    private var absolutePath: String {
        guard let rest = path.afterBytes(of: "~/"), let home = ProcessInfo.processInfo.environment["HOME"] else { return path }
        return "\(home)/\(rest)"
    }

    var bytes: [UInt8] {
        switch format {
        case .csv: ExportText.csv(content)
        case .json: ExportText.json(content)
        }
    }
}

/// The text of an export.
private enum ExportText {
    static func csv(_ content: ExportContent) -> [UInt8] {
        var bytes: [UInt8] = []
        func add(_ cells: [String]) { bytes.append(contentsOf: CSVText.row(cells).utf8) }
        switch content {
        case .journeyers(let index, let positions):
            add([Journeyer.keyNames[0]] + Journeyer.attributes.map(\.name) + ["total_score"])
            for position in positions {
                let journeyer = index[position]
                add(
                    [journeyer.handle] + Journeyer.attributes.map { cell($0.json(of: journeyer)) } + [cell(.optional(journeyer.totalScore))]
                )
            }
        case .articles(let articles):
            let names = ["id", "author", "day", "date", "title", "subtitle", "link", "created_at"]
            add(names + ["tags"])
            for article in articles {
                let members = article.json.object ?? [:]
                add(names.map { cell(members[$0] ?? .null) } + [article.tags.joined(separator: " ")])
            }
        }
        return bytes
    }

    static func json(_ content: ExportContent) -> [UInt8] {
        var bytes: [UInt8] = []
        func add(_ value: JSONValue) {
            bytes.append(contentsOf: (bytes.isEmpty ? "[\n  " : ",\n  ").utf8)
            bytes.append(contentsOf: JSONWriter.text(value, isIndented: true, level: 1).utf8)
        }
        switch content {
        case .journeyers(let index, let positions): for position in positions { add(index[position].json) }
        case .articles(let articles): for article in articles { add(article.json) }
        }
        bytes.append(contentsOf: (bytes.isEmpty ? "[]\n" : "\n]\n").utf8)
        return bytes
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): number.integer.map(String.init) ?? ""
        default: ""
        }
    }
}
