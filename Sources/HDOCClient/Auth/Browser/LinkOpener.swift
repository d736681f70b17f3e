/// Opens a link of an article or a profile in the person's browser. The browser is chosen as for the sign-in: `BROWSER`
/// first, and never a program that would take over the terminal.
public enum LinkOpener {
    /// Starts a browser without waiting for it.
    /// - Parameters:
    ///   - url: may come from anybody; only a `WebLink`, http or https, is opened.
    ///   - environment: of the process; the browser gets it without variables whose names suggest a credential.
    /// - Returns: the name of the program that was started, or why none was.
    public static func open(_ url: String, environment: [String: String]) -> Result<String, NoBrowserReason> {
        BrowserOpener(environment: environment).openLink(url)
    }
}
