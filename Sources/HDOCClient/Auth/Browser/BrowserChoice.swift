import Glibc

/// Which programs may show the sign-in page, in the order to try them. Pure but for asking which files are programs.
struct BrowserChoice {
    struct Command: Equatable {
        var name: String
        var path: String
        var arguments: [String]
    }

    var environment: [String: String]
    var isProgram: (String) -> Bool = Self.isExecutableFile

    /// Programs that would take over the terminal.
    static let textBrowsers: Set<String> = ["browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser"]

    func commands(for url: String) -> Result<[Command], Reason> {
        guard WebAddress(url)?.isAcceptable == true else { return .failure(Reason(.failed("address"))) }
        if let wanted = environment["BROWSER"], !wanted.isEmpty {
            let named = wanted.split(separator: ":").compactMap { command(String($0), url: url) }
            let graphical = named.filter { !Self.textBrowsers.contains($0.name) }
            if !graphical.isEmpty { return .success(graphical) }
            if let text = named.first { return .failure(Reason(.textBrowser(text.name))) }
        }
        if isSet("SSH_CONNECTION") || isSet("SSH_CLIENT") || isSet("SSH_TTY") { return .failure(Reason(.remote)) }
        guard hasDisplay else { return .failure(Reason(.noDisplay)) }
        let usual = ["xdg-open", "open", "wslview"].compactMap { command($0, url: url) }
        return usual.isEmpty ? .failure(Reason(.noneFound)) : .success(usual)
    }

    struct Reason: Error, Equatable {
        var reason: NoBrowserReason
        init(_ reason: NoBrowserReason) { self.reason = reason }
    }

    private var hasDisplay: Bool {
        #if os(macOS)
        true
        #else
        isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("WSL_DISTRO_NAME")
        #endif
    }

    private func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }

    /// `%s` in any word stands for the address, `%%` for a percent sign; without `%s` the address comes last.
    private func command(_ text: String, url: String) -> Command? {
        var words = Self.words(text)
        if words.last == "&" { words.removeLast() }  // "in the background", which it is anyway
        guard let program = words.first, let path = resolve(program) else { return nil }
        var namesURL = false
        var arguments = words.dropFirst().map { Self.expand($0, url: url, found: &namesURL) }
        if !namesURL { arguments.append(url) }
        return Command(name: String(program.split(separator: "/").last ?? ""), path: path, arguments: arguments)
    }

    private static func expand(_ word: String, url: String, found: inout Bool) -> String {
        var (text, rest) = ("", Substring(word))
        while let mark = rest.firstIndex(of: "%") {
            text += rest[..<mark]
            rest = rest[mark...].dropFirst()
            switch rest.first {
            case "s": (text, found) = (text + url, true)
            case "%": text += "%"
            default: text += "%"; continue
            }
            rest = rest.dropFirst()
        }
        return text + rest
    }

    /// Words as a shell would split them, with quotes and backslashes, but nothing is ever expanded or run.
    static func words(_ text: String) -> [String] {
        var (words, word, quote, isEscaped) = ([String](), String?.none, Character?.none, false)
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    private func resolve(_ program: String) -> String? {
        if program.contains("/") { return isProgram(program) ? program : nil }
        let directories = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return directories.lazy.map { "\($0)/\(program)" }.first { $0.hasPrefix("/") && isProgram($0) }
    }

    static func isExecutableFile(_ path: String) -> Bool {
        FileInfo(path)?.isFile == true && access(path, X_OK) == 0
    }
}
