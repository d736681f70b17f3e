import HDOCModels

/// The profiles of the AWS command line. They are in two files: `credentials`, and `config`, in which the sections are named
/// `[profile NAME]`.
struct AWSProfiles: Sendable {
    let credentialsPath: String
    /// The settings of each profile. Settings in `credentials` take precedence over those in `config`.
    private(set) var settings: [String: [String: String]] = [:]
    /// The profile names in the order of the files.
    private(set) var names: [String] = []

    init(environment: [String: String]) throws(AWSError) {
        let home = Paths.home(environment) ?? "/"
        func path(_ variable: String, _ name: String) -> String {
            guard let value = environment[variable], !value.isEmpty else { return "\(home)/.aws/\(name)" }
            return value.afterBytes(of: "~/").map { "\(home)/\($0)" } ?? value
        }
        credentialsPath = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
        for (file, isConfig) in [(path("AWS_CONFIG_FILE", "config"), true), (credentialsPath, false)] {
            for section in try Self.sections(file) {
                guard let name = isConfig ? Self.profile(section.name) : section.name else { continue }
                if settings[name] == nil { names.append(name) }
                settings[name, default: [:]].merge(section.pairs) { $1 }
            }
        }
    }

    private static func sections(_ path: String) throws(AWSError) -> [(name: String, pairs: [String: String])] {
        do throws(ConfigurationError) {
            guard let bytes = try ConfigurationFile(path: path).contents() else { return [] }
            return IniFile(bytes).sections
        } catch {
            throw .file(error)
        }
    }

    /// The profile name in a section header of `config`. Nil for other sections, such as `[sso-session x]`.
    private static func profile(_ header: String) -> String? {
        if header == "default" { return header }
        guard header.hasPrefix("profile") else { return nil }
        let rest = header.dropFirst("profile".count)
        let name = String(rest.trimmed)
        return rest.first?.isWhitespace == true && !name.isEmpty ? name : nil
    }
}

/// Sections with lines `key = value`, as in the files of the AWS command line. It skips nested settings, which are indented
/// below an empty value, and lines without `=`.
struct IniFile: Sendable {
    private(set) var sections: [(name: String, pairs: [String: String])] = []

    init(_ bytes: [UInt8]) {
        for line in Self.lines(bytes) {
            let text = String(decoding: bytes[line], as: UTF8.self)
            if let name = Self.header(text) {
                sections.append((name, [:]))
            } else if let (key, value) = Self.pair(text), !sections.isEmpty {
                sections[sections.count - 1].pairs[key] = value
            }
        }
    }

    /// The byte ranges of the lines, including their line breaks.
    static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            lines.append(start..<index + 1)
            start = index + 1
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        return lines
    }

    static func header(_ line: String) -> String? {
        let text = (line.afterBytes(of: "\u{FEFF}") ?? line[...]).trimmed
        return text.afterBytes(of: "[")?.cut(atByte: "]").map { String($0.before.trimmed) }
    }

    static func pair(_ line: String) -> (String, String)? {
        // Indented lines belong to a nested setting.
        guard let first = line.unicodeScalars.first, !first.properties.isWhitespace, first != "#", first != ";",
            let (name, value) = line.cut(atByte: "=")
        else { return nil }
        let key = name.trimmed.lowercased()
        return key.isEmpty ? nil : (key, String(value.trimmed))
    }
}
