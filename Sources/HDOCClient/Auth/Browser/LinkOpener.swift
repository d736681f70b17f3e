/// Opens a link of an article or a profile in a browser. The browser is chosen as for the sign-in: `BROWSER` takes precedence,
/// and text browsers are never started.
public enum LinkOpener {
    /// Starts a browser without waiting for it.
    /// - Parameters:
    ///   - url: the link, which may come from another user. It is opened only if it is a `WebLink` (http or https).
    ///   - environment: the environment variables of the process. The browser gets them without variables whose names suggest a
    ///     credential.
    /// - Returns: the name of the started program, or the reason why none was started.
    public static func open(_ url: String, environment: [String: String]) -> Result<String, NoBrowserReason> {
        BrowserOpener(environment: environment).openLink(url)
    }
}
