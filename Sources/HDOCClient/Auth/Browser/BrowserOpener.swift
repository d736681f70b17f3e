import Dispatch

/// Starts a browser on the sign-in page, and never waits for it.
struct BrowserOpener: Sendable {
    var environment: [String: String]

    /// Returns the started program's name. `failed` is called later, from any thread, if it ends with a non-zero status
    /// and no other candidate could be started in its place.
    func open(_ url: String, failed: @escaping @Sendable (String) -> Void) -> Result<String, BrowserChoice.Reason> {
        switch BrowserChoice(environment: environment).commands(for: url) {
        case .failure(let reason): .failure(reason)
        case .success(let commands): start(commands[...], failed: failed)
        }
    }

    private func start(
        _ commands: ArraySlice<BrowserChoice.Command>, failed: @escaping @Sendable (String) -> Void
    ) -> Result<String, BrowserChoice.Reason> {
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
        return .failure(BrowserChoice.Reason(.failed(commands.first?.name ?? "")))
    }

    /// Without anything that looks like a credential, whoever put it there.
    private var childEnvironment: [String: String] {
        environment.filter { name, _ in
            let name = name.uppercased()
            return !name.hasPrefix("HDOC_") && !name.hasPrefix("AWS_")
                && !["TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "API_KEY", "APIKEY"].contains { name.contains($0) }
        }
    }
}
