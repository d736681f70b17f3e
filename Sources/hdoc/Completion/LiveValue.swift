import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI
import SafeText

/// What a word on the command line can mean. The shell asks hdoc for the values, which come from files on this machine.
enum LiveValue: Sendable {
    case stage, handle, tag, view
    /// The handle of a journeyer, or `me`.
    case person
    /// The id of an entry in the outbox that has one of these states.
    case entry(Set<EntryState>)
    /// A day without an entry.
    case freeDay
    /// A day with an entry.
    case writtenDay
}

extension Set<EntryState> {
    /// The states in which a command of the outbox accepts an entry.
    static let editable = Set(EntryState.allCases.filter(\.isEditable))
    static let discardable = Set(EntryState.allCases).subtracting([.sending, .unknown, .sent])
    /// Entries that are posted, so that they can be corrected or removed.
    static let posted: Set<EntryState> = [.sent]
    static let sendable = Set(EntryState.allCases).subtracting([.sent])
}

extension CompletionKind {
    static func live(_ value: LiveValue) -> CompletionKind {
        .custom { words, _, prefix in
            let shell = CompletionShell.requesting
            return LiveCompletion(words: words, prefix: prefix, environment: ProcessInfo.processInfo.environment)
                .candidates(value).filter(\.isSafe).prefix(LiveCompletion.limit).map { $0.text(for: shell) }
        }
    }
}

/// The values for one word. It opens files for reading only: no migration, no lock, no token, no network. Without files, or with damaged
/// ones, there are no values; a shell has no place for an error.
struct LiveCompletion {
    /// The command line so far, without `hdoc` or with it.
    let words: [String]
    /// The part of the word that is already typed.
    let prefix: String
    let environment: [String: String]

    /// A shell shows no more values than this.
    static let limit = 500

    /// One value with an optional explanation.
    struct Candidate: Equatable {
        var value: String
        var explanation: String?

        init(_ value: String, _ explanation: String? = nil) { (self.value, self.explanation) = (value, explanation) }

        /// Whether no shell gives a meaning to a character of the value. The script for bash evaluates the values, and handles and tags
        /// come from servers.
        var isSafe: Bool {
            guard let first = value.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "#") else { return false }
            return value.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || "-_.+#".utf8.contains($0) }
        }

        /// The value as the shell expects it. zsh and fish show an explanation beside it.
        func text(for shell: CompletionShell?) -> String {
            guard let explanation, shell == .zsh || shell == .fish else { return value }
            let words = TerminalText.line(explanation, limit: 60).filter { $0 != "\\" && $0 != ":" }
            return value + (shell == .zsh ? ":" : "\t") + words
        }
    }

    func candidates(_ value: LiveValue) -> [Candidate] { (try? all(value)) ?? [] }

    private func all(_ value: LiveValue) throws -> [Candidate] {
        let paths = Paths(environment: environment)
        let configuration = try Configuration.load(paths.configurationFile, known: Vocabulary.configuration)
        if case .stage = value { return configuration.stages.map { Candidate($0.name) } }
        if case .view = value { return configuration.views.map { Candidate($0.name, $0.text) } }
        let stage = try configuration.select(option: chosenStage, environment: environment)
        switch value {
        case .stage, .view: return []
        case .handle: return try StoredNames(stage: stage, paths: paths).handles(prefix).map { Candidate($0) }
        case .person:
            let handles = (try? StoredNames(stage: stage, paths: paths).handles(prefix)) ?? []
            return [Candidate("me")] + handles.map { Candidate($0) }
        case .tag: return try StoredNames(stage: stage, paths: paths).tags(prefix).map { Candidate($0) }
        case .entry(let states):
            return Self.entries(try StoredProgress(stage: stage, paths: paths).outbox.filter { states.contains($0.state) })
        case .freeDay: return Self.freeDays(try StoredProgress(stage: stage, paths: paths)).map { Candidate(String($0)) }
        case .writtenDay:
            let progress = try StoredProgress(stage: stage, paths: paths)
            let titles = progress.articles.compactMap { article in article.day.map { ($0, article.title ?? "") } }
            let waiting = progress.outbox.map { ($0.entry.day, $0.entry.title) }
            return Dictionary(titles + waiting) { first, _ in first }.sorted { $0.key < $1.key }.map { Candidate(String($0.key), $0.value) }
        }
    }

    /// The stage of `--stage` on the command line.
    private var chosenStage: String? {
        for (index, word) in words.enumerated() {
            if word == "--stage", index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix("--stage=") { return String(word.dropFirst("--stage=".count)) }
        }
        return nil
    }

    /// The ids in the short form that the lists show, or whole if two entries share it.
    private static func entries(_ entries: [OutboxEntry]) -> [Candidate] {
        let counts = Dictionary(entries.map { (OutboxOutput.short($0.id), 1) }, uniquingKeysWith: +)
        return entries.map { entry in
            let short = OutboxOutput.short(entry.id)
            return Candidate(
                counts[short] == 1 ? short : entry.id,
                "day \(entry.entry.day), \(EntryStrings.name(entry.state)), \(entry.entry.title)")
        }
    }

    /// The days up to the next one that have no entry, and the next one.
    private static func freeDays(_ progress: StoredProgress) -> [Int] {
        let taken = Set(progress.articles.compactMap(\.day) + progress.outbox.map(\.entry.day))
        let last = min(taken.max() ?? 0, EntryRules.largestDay)
        return (1...max(1, last)).filter { !taken.contains($0) } + (last < EntryRules.largestDay && last > 0 ? [last + 1] : [])
    }
}
