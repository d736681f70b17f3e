import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct ExportCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .export, abstract: "Write all your entries to a file.",
        discussion: """
            The file has your posted entries and those in the outbox, by day. `hdoc import` reads it again. Texts that are not in
            the cache are fetched first. jrnl has no place for ids, links and templates.
            """)

    @Option(help: ArgumentHelp("The format: json, csv, md, ics or jrnl.", valueName: "format"))
    var format: ExchangeFormat

    @Option(help: ArgumentHelp("The file (default: standard output).", valueName: "file"), completion: .file())
    var out: String?

    @OptionGroup var options: StageOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let (entries, missing) = try await OwnEntries(session: session).read()
        let text = format.write(entries)
        let console = session.context.console
        if let out {
            do throws(FileError) {
                try FileReplacement.write(Array(text.utf8), to: out, mode: 0o644)
            } catch {
                throw StoreError(error)
            }
            console.say("Wrote \(Amounts.count(entries.count, "entry", "entries")) to \(out).")
        } else if console.outputIsTerminal {
            console.block(text)
        } else {
            console.verbatim(text)
        }
        guard missing > 0 else { return .done }
        console.say("The texts of \(Amounts.count(missing, "entry", "entries")) are not in the cache, so they were left out.")
        return .unreachable
    }
}

extension ExchangeFormat: ExpressibleByArgument {}

/// All entries that the participant wrote.
struct OwnEntries {
    let session: ClientSession

    /// The entries by day, and the number of those that were left out because their text could not be fetched.
    func read() async throws -> (entries: [Entry], missing: Int) {
        let client = session.client
        let rows = try client.outbox()
        let (outbox, known) = (rows.filter { !$0.isRemoved }.map(\.entry), Set(rows.map(\.id)))
        var (posted, missing) = ([Entry](), 0)
        for article in try await articles(besides: known) {
            if article.body != nil, let entry = Entry(posted: article, zone: "") { posted.append(entry) } else { missing += 1 }
        }
        return ((outbox + posted).sorted { ($0.day, $0.date, $0.id) < ($1.day, $1.date, $1.id) }, missing)
    }

    /// The posted articles but those with these ids. Fetches the texts that lists of the backend leave out.
    private func articles(besides known: Set<String>) async throws -> [Article] {
        guard let handle = await session.learnHandle() else { return [] }
        let cached = { try session.client.articles(author: handle, tag: nil) }
        let all = try await session.read(.articles(author: handle, tag: nil), isPart: { _ in true }, cached).value
        let new = all.filter { !known.contains($0.id) }
        guard !session.isOffline, new.contains(where: { $0.body == nil }) else { return new }
        for article in new where article.body == nil { _ = try? await session.client.refresh(.article(article.id)) }
        return try cached().value.filter { !known.contains($0.id) }
    }
}
