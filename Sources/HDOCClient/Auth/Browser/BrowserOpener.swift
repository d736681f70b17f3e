import Dispatch

/// Opens a URL in a browser, without waiting for the browser.
struct BrowserOpener: Sendable {
    var environment: [String: String]

    /// Opens a sign-in page. The URL must be https, or http to this machine.
    /// - Parameter failed: called if the program exits with a non-zero status and none of the remaining candidates can be
    ///   started. It receives the program's name. It may be called from any thread, after this function has returned.
    /// - Returns: the name of the started program, or the reason why none was started.
    func openSignIn(_ url: String, failed: @escaping @Sendable (String) -> Void) -> Result<String, NoBrowserReason> {
        guard RequestURL.isSecure(url) else { return .failure(.failed("the address is not HTTPS")) }
        return open(url, failed: failed)
    }

    /// Opens a link that another user wrote, if it is a `WebLink`.
    /// - Parameter patience: how long to wait for a program that fails at once, which is not reported as opened.
    /// - Returns: the name of the started program, or the reason why none was started.
    func openLink(_ url: String, patience: DispatchTimeInterval = .milliseconds(500)) -> Result<String, NoBrowserReason> {
        guard let link = WebLink(url) else { return .failure(.failed("it is no web address")) }
        let failure = DispatchSemaphore(value: 0)
        let result = open(link.url) { _ in failure.signal() }
        guard case .success(let name) = result, failure.wait(timeout: .now() + patience) == .success else { return result }
        return .failure(.failed("\(name) failed"))
    }

    private func open(_ url: String, failed: @escaping @Sendable (String) -> Void) -> Result<String, NoBrowserReason> {
        switch BrowserChoice(environment: environment).commands(for: url) {
        case .failure(let reason): .failure(reason)
        case .success(let commands): start(commands[...], failed: failed)
        }
    }

    private func start(
        _ commands: ArraySlice<BrowserCommand>, failed: @escaping @Sendable (String) -> Void
    ) -> Result<String, NoBrowserReason> {
        for (index, command) in zip(commands.indices, commands) {
            guard let child = DetachedProcess(command.path, command.arguments, environment: childEnvironment) else {
                continue
            }
            let others = commands[(index + 1)...]
            DispatchQueue(label: "hdoc.browser").async {
                guard child.waitForExit() != 0 else { return }
                if case .failure = start(others, failed: failed) { failed(command.name) }
            }
            return .success(command.name)
        }
        return .failure(.failed(commands.first?.name ?? ""))
    }

    /// The environment variables for the browser, without variables whose names suggest a credential.
    private var childEnvironment: [String: String] {
        environment.filter { name, _ in
            let name = name.uppercased()
            return !name.hasPrefix("HDOC_") && !name.hasPrefix("AWS_")
                && !["TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "API_KEY", "APIKEY"].contains { name.contains($0) }
        }
    }
}
