import HDOCModels

/// Shows a link in the person's browser, chosen as for the sign-in: `$BROWSER` first, never a program that takes the terminal.
public enum LinkOpener {
    public struct Failure: Error, Sendable, Equatable {
        public var reason: NoBrowserReason
        public init(_ reason: NoBrowserReason) { self.reason = reason }
    }

    /// The name of the program that was started, without waiting for it. Only web links are opened, whatever they came from.
    public static func open(_ url: String, environment: [String: String]) -> Result<String, Failure> {
        guard EntryRules.isWebLink(url) else { return .failure(Failure(.failed("it is no web address"))) }
        return BrowserOpener(environment: environment).open(url) { _ in }.mapError { Failure($0.reason) }
    }
}
