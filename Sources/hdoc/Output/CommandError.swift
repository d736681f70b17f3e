import HDOCClient
import HDOCModels

/// The errors of the commands themselves; other modules have their own types.
enum CommandError: Error, Sendable, Equatable {
    /// The user's handle on this stage is unknown, and there is no terminal to ask.
    case noHandle
    /// `--offline` was given, and the cache does not have the data.
    case nothingCached
    case noSuchJourneyer(String)
    /// There is no entry for this day; nil if there is no entry at all.
    case noSuchDay(Int?)
    /// The editor returned the template unchanged.
    case nothingWritten
    case emptyText
    case notATerminal
    /// The command needs an editor, but standard input is not a terminal.
    case editorNeedsTerminal
    /// The date needs confirmation, and there is no terminal to ask.
    case dateInFuture(CalendarDay)
    /// Writing to standard output failed. A pipe that its reader has closed is not an error.
    case output(detail: String)
    case notDiscardable(EntryState)
    /// Neither `HOME` nor the password database names a home directory.
    case noHome
    /// The action on a production stage needs confirmation, and there is no terminal to ask.
    case needsConsent(action: String, stage: String)
    /// The action needs confirmation, and there is no terminal to ask.
    case needsConfirmation(action: String)
    case unknownCommand(String, nearest: String?)
    /// The argument with this number, starting at 1, is not UTF-8.
    case undecodableArgument(number: Int, TextEncodingError)

    /// The error for an unknown command. The parser would report it as an unexpected argument of the hidden command `screens`. Nil for
    /// options and known commands.
    static func unknownCommand(_ name: String, among known: [String]) -> CommandError? {
        guard !name.hasPrefix("-"), !known.contains(name) else { return nil }
        return .unknownCommand(name, nearest: NearestName.of(name, among: known))
    }
}
