import CoreFoundation
import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite struct ConfigurationTests {
    private func parse(_ text: String, _ known: KnownNames = .init()) throws -> Configuration {
        try Configuration.parse(text, file: "/c.toml", known: known)
    }

    /// The processor time of this thread, in seconds. Other tests do not change it.
    private static var processorTime: Double {
        let times = FileManager.default.contents(atPath: "/proc/thread-self/schedstat").map { String(decoding: $0, as: UTF8.self) }
        return (times?.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
    }

    @Test(arguments: ["", "[keys]\n"])
    func `40,000 unknown keys are refused at once`(section: String) throws {
        let text = section + (0..<40_000).map { "unknown\($0) = 1\n" }.joined()
        let begun = Self.processorTime
        let error = #expect(throws: ConfigurationError.self) { try parse(text, KnownNames(commands: ["quit"])) }
        // A build without optimisation needs up to a second on a loaded machine; comparing each key with each other takes minutes.
        #expect(Self.processorTime - begun < 5)
        #expect(error?.line == (section.isEmpty ? 1 : 2))
    }

    @Test func `long keys and headers do not use much memory`() throws {
        let deep = Array(repeating: "a", count: 1_000).joined(separator: ".")
        let text = "[\(deep)]\n" + (0..<20_000).map { "k\($0) = 1\n" }.joined()
        let error = #expect(throws: ConfigurationError.self) { try parse(text) }
        #expect(error?.line == 1)
    }

    @Test func `views are read in their order, and a wrong query is reported with its line`() throws {
        let configuration = try parse("[views]\nzeta = \"days:>30\"\n\"with tag\" = \"tag:aws\"\nboth = \"ada\"\n")
        #expect(configuration.views.map(\.name) == ["zeta", "with tag", "both"])
        #expect(configuration.views(for: .users).map(\.name) == ["zeta", "both"])
        #expect(configuration.views(for: .articles).map(\.name) == ["with tag", "both"])
        let error = #expect(throws: ConfigurationError.self) { try parse("[views]\ngood = \"ada\"\nbad = \"days:>3 dayz:1\"\n") }
        #expect(error?.line == 3)
        guard case .badQuery("views.bad", let problem)? = error?.problem else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(problem.word == "dayz" && problem.subject == .users)
        #expect(throws: ConfigurationError.self) { try parse("[views]\nbad = 3\n") }
    }

    @Test func `every documented key is read`() throws {
        let configuration = try parse(
            """
            stage = "dev"
            [stages.dev]
            api = "https://abc123.execute-api.us-east-1.amazonaws.com/Prod"
            issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf/"
            client_id = "4f"
            auth = "https://100daysofcloud.auth.us-east-1.amazoncognito.com"   # optional
            callback_ports = [
                9000,  # first
                9001,
            ]
            token = "access"
            handle = "octocat"
            [stages.aaa]
            api = "http://localhost:3000/"
            [keys]
            quit = "Q"
            refresh = ["r", "F5"]
            [theme]
            name = "light"
            accent = "bright-blue"
            warning = "red"
            dim = "245"
            [accessibility]
            linear = true
            contrast = "high"
            """)
        #expect(configuration.current == "dev")
        #expect(configuration.stages.map(\.name) == ["dev", "aaa"])
        #expect(
            configuration.stages.first
                == Stage(
                    name: "dev", api: "https://abc123.execute-api.us-east-1.amazonaws.com/Prod/",
                    issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf", clientID: "4f",
                    auth: "https://100daysofcloud.auth.us-east-1.amazoncognito.com", callbackPorts: [9000, 9001],
                    token: .access, handle: "octocat"))
        #expect(configuration.stage("aaa")?.callbackPorts == [8080, 8765])
        #expect(configuration.keys == ["quit": ["Q"], "refresh": ["r", "F5"]])
        #expect(
            configuration.theme
                == .init(
                    name: "light", colours: ["accent": "bright-blue", "warning": "red", "dim": "245"]))
        #expect(configuration.accessibility == AccessibilitySettings(isLinear: true, contrast: .high))
        #expect(configuration.line(of: ["keys", "refresh"]) == 17)
    }

    @Test func `the end of the day of a stage takes precedence over that of all stages`() throws {
        let text = "day_ends = \"4:30\"\n" + Self.stage + "day_ends = \"02:00\"\n[stages.aaa]\napi = \"https://example.org/\"\n"
        let configuration = try parse(text)
        #expect(try configuration.select(option: "dev", environment: [:]).dayEnd?.description == "02:00")
        #expect(try configuration.select(option: "aaa", environment: [:]).dayEnd?.description == "04:30")
        #expect(try parse(Self.stage).select(option: "dev", environment: [:]).dayEnd == nil)
    }

    @Test func `a missing or empty file is an empty configuration`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("absent/config.toml")
        #expect(try Configuration.load(path) == Configuration(file: path))
        #expect(try parse("# nothing\n") == Configuration(file: "/c.toml"))
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let text: String
        let line: Int?
        let problem: ConfigurationProblem
        var testDescription: String { "\(problem)" }
    }

    static let stage = "[stages.dev]\napi = \"https://example.org/\"\n"
    static let bad: [Bad] = [
        Bad(
            text: "\nstag = \"dev\"", line: 2,
            problem: .unknownKey(
                "stag", nearest: "stage",
                known: ["stage", "day_ends", "stages", "keys", "theme", "terminal", "views", "commands", "accessibility"])),
        Bad(
            text: stage + "# a comment\nclientid = \"x\"", line: 4,
            problem: .unknownKey(
                "stages.dev.clientid", nearest: "client_id",
                known: ["api", "issuer", "client_id", "auth", "callback_ports", "token", "handle", "day_ends"])),
        Bad(text: "[keys]\nquti = \"q\"", line: 2, problem: .unknownKey("keys.quti", nearest: "quit", known: ["quit", "help"])),
        Bad(
            text: "[theme]\nname = \"dark\"\nzzzzzz = \"red\"", line: 3,
            problem: .unknownKey(
                "theme.zzzzzz", nearest: nil, known: ["name", "accent"])),
        Bad(text: "stage = 3", line: 1, problem: .wrongType(key: "stage", expected: "string", found: "integer")),
        Bad(text: "stages = \"dev\"", line: 1, problem: .wrongType(key: "stages", expected: "table", found: "string")),
        Bad(text: "[stages]\ndev = 1", line: 2, problem: .wrongType(key: "stages.dev", expected: "table", found: "integer")),
        Bad(
            text: stage + "callback_ports = 8080", line: 3,
            problem: .wrongType(
                key: "stages.dev.callback_ports", expected: "array", found: "integer")),
        Bad(
            text: stage + "callback_ports = [1, \"2\"]", line: 3,
            problem: .wrongType(
                key: "stages.dev.callback_ports", expected: "integer", found: "string")),
        Bad(text: "# late\nday_ends = \"23:00\"", line: 2, problem: .badDayEnd(key: "day_ends", value: "23:00")),
        Bad(text: "day_ends = 4", line: 1, problem: .badDayEnd(key: "day_ends", value: "4")),
        Bad(text: stage + "day_ends = \"4\"", line: 3, problem: .badDayEnd(key: "stages.dev.day_ends", value: "4")),
        Bad(text: stage + "day_ends = \"\"", line: 3, problem: .empty(key: "stages.dev.day_ends")),
        Bad(text: stage + "callback_ports = []", line: 3, problem: .empty(key: "stages.dev.callback_ports")),
        Bad(text: stage + "callback_ports = [70000]", line: 3, problem: .badPort(key: "stages.dev.callback_ports", 70_000)),
        Bad(text: "[stages.dev]\nhandle = \"ada\"", line: 1, problem: .missingKey("stages.dev.api")),
        Bad(text: stage + "handle = \" \"", line: 3, problem: .empty(key: "stages.dev.handle")),
        Bad(
            text: stage + "token = \"refresh\"", line: 3,
            problem: .notOneOf(
                key: "stages.dev.token", value: "refresh", known: ["id", "access"])),
        Bad(
            text: "[theme]\nname = \"pink\"", line: 2,
            problem: .notOneOf(
                key: "theme.name", value: "pink", known: ["dark", "light", "mono"])),
        Bad(
            text: "[accessibility]\nlinear = true\nlinea = true", line: 3,
            problem: .unknownKey("accessibility.linea", nearest: "linear", known: ["linear", "contrast"])),
        Bad(
            text: "[accessibility]\nlinear = \"yes\"", line: 2,
            problem: .wrongType(key: "accessibility.linear", expected: "boolean", found: "string")),
        Bad(
            text: "[accessibility]\ncontrast = \"low\"", line: 2,
            problem: .notOneOf(key: "accessibility.contrast", value: "low", known: ["normal", "high"])),
        Bad(text: "[accessibility]\ncontrast = \"\"", line: 2, problem: .empty(key: "accessibility.contrast")),
        Bad(text: "accessibility = true", line: 1, problem: .wrongType(key: "accessibility", expected: "table", found: "boolean")),
        Bad(text: "[theme]\naccent = \"#12345\"", line: 2, problem: .badColour(key: "theme.accent", value: "#12345")),
        Bad(text: "[theme]\naccent = \"256\"", line: 2, problem: .badColour(key: "theme.accent", value: "256")),
        Bad(text: "[stages.\"a/b\"]\napi = \"https://example.org\"", line: 1, problem: .badStageName("a/b")),
        Bad(text: "[stages.\"..\"]\napi = \"https://example.org\"", line: 1, problem: .badStageName("..")),
        Bad(text: "[stages.-x]\napi = \"https://example.org\"", line: 1, problem: .badStageName("-x")),
        Bad(text: "[stages.demo]\napi = \"https://example.org\"", line: 1, problem: .reservedStageName("demo")),
        Bad(
            text: "stage = \"prd\"\n[stages.prod]\napi = \"https://example.org\"", line: 1,
            problem: .unknownStage(
                "prd", nearest: "prod", known: ["prod"])),
        Bad(text: "stage = \"a\u{0}b\"", line: nil, problem: .holdsNUL),
    ]

    @Test(arguments: bad)
    func `each invalid configuration is an error with its line`(_ bad: Bad) {
        let known = KnownNames(commands: ["quit", "help"], colours: ["accent"], themes: ["dark", "light", "mono"])
        #expect(throws: ConfigurationError(file: "/c.toml", line: bad.line, bad.problem)) {
            try parse(bad.text, known)
        }
    }

    @Test(arguments: [
        ("example.org/x", ConfigurationError.URLProblem.noScheme), ("ftp://example.org", .notHTTPS),
        ("http://example.org", .notHTTPS), ("http://127.0.0.1.example.org", .notHTTPS),
        ("http://localhost.example.org/", .notHTTPS), ("https://ada:pw@example.org", .holdsCredentials),
        ("https://example.org/?x=1", .holdsQuery), ("https://example.org/#x", .holdsQuery), ("https://", .malformed),
        ("https://exa mple.org", .malformed), ("https://-example.org", .malformed), ("file:///etc/passwd", .notHTTPS),
    ])
    func `an address that is malformed, or neither HTTPS nor on this machine, is refused`(
        _ url: String, _ reason: ConfigurationError.URLProblem
    ) {
        #expect(
            throws: ConfigurationError(
                file: "/c.toml", line: 2, .badURL(key: "stages.dev.api", value: url, reason: reason))
        ) { try parse("[stages.dev]\napi = \"\(url)\"") }
    }

    @Test(arguments: ["http://localhost:1/", "http://127.0.0.1:8080/Prod/", "http://[::1]:8080/", "https://example.org/"])
    func `HTTPS addresses and loopback addresses are accepted`(_ url: String) throws {
        #expect(try parse("[stages.dev]\napi = \"\(url)\"").stages.first?.api == url)
    }

    @Test(arguments: [
        "stage = 'a'\n[[[t]]", "\n[ = 1]", "\n[", "\na = [1, 2, }", "\na = [[1}, 2]", "\na = { b = [1 } ]", "\n[\u{301}]", "\n[[ {",
    ])
    func `a misplaced bracket is reported with its line and does not end the program`(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try Configuration.parse(text, file: "c") }
        #expect(error?.line == 2)
    }

    @Test func `brackets in strings and comments, and nested ones, are no problem`() throws {
        let text = "[stages.\"a]\"] # [ }\napi = 'https://a.test/[}'\ncallback_ports = [ # }\n 8080, # ]\n ]\n[keys]\nquit = [\"}\", ']']\n"
        #expect(try Configuration.parse(text.replacing("a]", with: "a"), file: "c").stages.map(\.name) == ["a"])
    }

    @Test func `a syntax error is reported with its line`() {
        let error = #expect(throws: ConfigurationError.self) { try parse("stage = \"dev\"\n\n[stages.dev\napi = 1\n") }
        #expect(error?.line == 3)
        guard case .syntax = error?.problem else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func `a file that cannot be read is an error with the reason`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: ConfigurationError(file: directory.path, .isDirectory)) { try Configuration.load(directory.path) }
        let latin = directory.file("latin.toml")
        try Data([0x23, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: latin))
        #expect(throws: ConfigurationError(file: latin, .notUTF8)) { try Configuration.load(latin) }
        let huge = try directory.write(String(repeating: "#\n", count: 600_000), to: "huge.toml")
        #expect(throws: ConfigurationError(file: huge, .tooLarge(limit: 1 << 20))) { try Configuration.load(huge) }
        guard getuid() != 0 else { return }
        let locked = try directory.write("", to: "locked.toml")
        chmod(locked, 0)
        #expect(throws: ConfigurationError(file: locked, .permissionDenied)) { try Configuration.load(locked) }
    }

    @Test func `the stage is chosen by the option, then the environment, then the file, or is the only one`() throws {
        let two = try parse(
            """
            stage = "b"
            [stages.a]
            api = "https://a.example"
            [stages.b]
            api = "https://b.example"
            """)
        #expect(try two.select(option: "a", environment: ["HDOC_STAGE": "b"]).name == "a")
        #expect(try two.select(option: nil, environment: ["HDOC_STAGE": "a"]).name == "a")
        #expect(try two.select(option: nil, environment: ["HDOC_STAGE": ""]).name == "b")
        let one = try parse("[stages.a]\napi = \"https://a.example\"")
        #expect(try one.select(option: nil, environment: [:]).name == "a")
    }

    @Test func `if no stage can be chosen, the error gives the reason`() throws {
        var two = Configuration(file: "/c.toml")
        #expect(throws: StageSelectionError.none(file: "/c.toml")) { try two.select(option: nil, environment: [:]) }
        #expect(throws: StageSelectionError.none(file: "/c.toml")) { try two.select(option: "dev", environment: [:]) }
        two.stages = [Stage(name: "dev", api: "https://a.example/"), Stage(name: "prod", api: "https://b.example/")]
        #expect(throws: StageSelectionError.several(["dev", "prod"])) { try two.select(option: nil, environment: [:]) }
        #expect(throws: StageSelectionError.unknown("dve", from: .environment, nearest: "dev", known: ["dev", "prod"])) {
            try two.select(option: nil, environment: ["HDOC_STAGE": "dve"])
        }
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative/home"], ["HOME": "."], ["HOME": "\u{301}/x"]])
    func `without an absolute HOME the password database names the home directory`(environment: [String: String]) throws {
        let home = String(cString: try #require(getpwuid(geteuid())).pointee.pw_dir)
        #expect(Paths.home(environment) == home && !Paths.lacksHome(environment))
        #expect(Paths(environment: environment).dataDirectory == "\(home)/.local/share/hdoc")
    }

    @Test func `an unknown user has no home directory`() {
        #expect(PasswordDatabase.home(of: 4_000_000_123) == nil)
    }
}
