import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct ImportCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .import, abstract: "Read entries from a file of hdoc export as drafts.",
        discussion: """
            Nothing is sent. An entry that the outbox or the cache has already is left alone. Either all entries of the file can be
            read, or none is imported.
            """)

    @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The format: json, csv, md, ics or jrnl (default: by the name of the file).", valueName: "format"))
    var format: ExchangeFormat?

    @OptionGroup var options: StageOptions

    private static let largest = 64 << 20

    private var chosenFormat: ExchangeFormat? {
        format ?? file.split(atByte: ".").last.flatMap { ExchangeFormat(rawValue: $0.lowercased()) }
    }

    func validate() throws {
        if chosenFormat == nil { throw ValidationError("The name of the file does not tell its format. Pass --format.") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        guard let format = chosenFormat else { return .usage }
        try session.client.checkWriting()
        let text = try DescriptorReader.text(file, limit: Self.largest)
        let entries: [Entry]
        do throws(ExchangeError) {
            entries = try format.read(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text) {
                UUIDv7.make(at: session.context.now())
            }
        } catch {
            throw ImportError(file: file, format: format, cause: error)
        }
        var known = try Set(session.client.outbox().map(\.id))
        if let handle = session.client.handle() { known.formUnion(try session.client.articles(author: handle, tag: nil).value.map(\.id)) }
        var imported = 0
        for entry in entries where known.insert(entry.id).inserted {
            _ = try session.client.saveDraft(entry)
            imported += 1
        }
        let rest = entries.count - imported
        let also = rest == 0 ? "" : " \(rest) \(rest == 1 ? "was" : "were") there already."
        session.context.console.say("Imported \(Amounts.count(imported, "draft")).\(also)")
        return .done
    }
}

/// Why a file cannot be imported.
struct ImportError: Error, Sendable, Equatable {
    var file: String
    var format: ExchangeFormat
    var cause: ExchangeError
}

extension ImportError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch cause.reason {
        case .otherFormat: ErrorDescription("\(file) is not a file that `hdoc export --format \(format.rawValue)` writes", "Pass --format.")
        case .unreadable:
            ErrorDescription(
                "\(file): entry \(cause.number ?? 0) cannot be read, so nothing was imported", "Check its id, day, date and title.")
        }
    }
}
