import HDOCModels

/// A browser program and the arguments that make it open a URL.
struct BrowserCommand: Equatable {
    /// The program's file name, for messages.
    var name: String
    var path: String
    var arguments: [String]
}

/// Finds the programs that may open a URL in a browser, in the order in which to try them. It reads the environment variables
/// and checks which files are executable. It starts no program.
struct BrowserChoice {
    var environment: [String: String]
    var isProgram: (String) -> Bool = FileInfo.isProgram

    /// Text browsers, which would take over the terminal.
    static let textBrowsers: Set<String> = ["browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser"]

    /// The browser commands for a URL, or the reason why there is none.
    /// - Parameter url: becomes an argument of a program, so it must already satisfy `RequestURL` or `WebLink`.
    func commands(for url: String) -> Result<[BrowserCommand], NoBrowserReason> {
        if let wanted = environment["BROWSER"], !wanted.isEmpty {
            let wishes = ShellWords.list(wanted, separator: ":")
            if let open = wishes.first(where: \.hasOpenQuote) { return .failure(.openQuote(open.text)) }
            let named = wishes.compactMap { command($0, url: url) }
            let graphical = named.filter { !Self.textBrowsers.contains($0.name) }
            if !graphical.isEmpty { return .success(graphical) }
            if let text = named.first { return .failure(.textBrowser(text.name)) }
            if let missing = wishes.compactMap(\.words.first).first { return .failure(.noSuchProgram(missing)) }
        }
        if isSet("SSH_CONNECTION") || isSet("SSH_CLIENT") || isSet("SSH_TTY") { return .failure(.remote) }
        guard isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("WSL_DISTRO_NAME") else { return .failure(.noDisplay) }
        let usual = ["xdg-open", "open", "wslview"].compactMap { command(ShellWords($0), url: url) }
        return usual.isEmpty ? .failure(.noneFound) : .success(usual)
    }

    private func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }

    /// Parses a command of `BROWSER`. `%s` in any word stands for the URL, and `%%` for a percent sign. Without `%s` the URL is
    /// appended. Nil if the program does not exist.
    private func command(_ command: ShellWords, url: String) -> BrowserCommand? {
        var words = command.words
        if words.last == "&" { words.removeLast() }  // hdoc never waits for the browser
        guard let program = words.first, let path = resolve(program) else { return nil }
        var namesURL = false
        var arguments = words.dropFirst().map { Self.expand($0, url: url, found: &namesURL) }
        if !namesURL { arguments.append(url) }
        return BrowserCommand(name: String(program.split(atByte: "/").last ?? ""), path: path, arguments: arguments)
    }

    private static func expand(_ word: String, url: String, found: inout Bool) -> String {
        var (text, rest) = ("", Substring(word).unicodeScalars)
        while let mark = rest.firstIndex(of: "%") {
            text += String(rest[..<mark])
            rest = rest[mark...].dropFirst()
            switch rest.first {
            case "s": (text, found) = (text + url, true)
            case "%": text += "%"
            default: text += "%"; continue
            }
            rest = rest.dropFirst()
        }
        return text + String(rest)
    }

    private func resolve(_ program: String) -> String? {
        if program.utf8.contains(UInt8(ascii: "/")) { return isProgram(program) ? program : nil }
        let directories = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(atByte: ":")
        return directories.lazy.map { "\($0)/\(program)" }.first { $0.utf8.first == UInt8(ascii: "/") && isProgram($0) }
    }
}
