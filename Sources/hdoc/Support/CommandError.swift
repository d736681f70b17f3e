import HDOCTUI
import TerminalKit
import HDOCClient
import HDOCModels

/// The errors of the commands themselves; other modules have their own types.
enum CommandError: Error, Sendable, Equatable {
    /// The user's handle on this stage is unknown, and there is no terminal to ask.
    case noHandle
    /// Offline was asked for, and the cache has nothing.
    case nothingCached
    case noSuchJourneyer(String)
    /// Nil: there is none at all.
    case noSuchDay(Int?)
    /// The template came back as it was.
    case nothingWritten
    case emptyText
    case notATerminal
    /// An editor was to be opened, but standard input is no terminal.
    case editorNeedsTerminal
    /// Nobody could be asked whether it is meant.
    case dateInFuture(CalendarDay)
    /// Standard output took no more, though somebody reads it.
    case output(detail: String)
    case notDiscardable(EntryState)
    /// Neither `HOME` nor the password database names a home directory.
    case noHome
    /// On a production stage, where nobody can be asked.
    case needsConsent(action: String, stage: String)
    case unknownCommand(String, nearest: String?)

    var status: ExitStatus {
        switch self {
        case .nothingCached: .unreachable
        case .nothingWritten: .cancelled
        case .unknownCommand: .usage
        default: .failed
        }
    }

    /// The parser would take an unknown command for an argument of the screens. Nil for options and known commands.
    static func unknownCommand(_ name: String, among known: [String]) -> CommandError? {
        guard !name.hasPrefix("-"), !known.contains(name) else { return nil }
        return .unknownCommand(name, nearest: NearestName.of(name, among: known))
    }
}
