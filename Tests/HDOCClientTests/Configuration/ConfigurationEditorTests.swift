import Foundation
import HDOCClient
import Testing

@Suite struct ConfigurationEditorTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let before: String
        let after: String
        let edit: @Sendable (ConfigurationEditor) throws -> Configuration
    }

    static let new = Stage(name: "new", api: "https://n.example", issuer: "https://i.example/", clientID: "4\"f")
    static let commented = """
        # My stages.

        stage = "dev"  # the usual one
        \t
        # Where I play.
        [ stages . dev ]   # dots and spaces
          api = 'https://d.example/#frag'
          handle = "old" # me

        # The real thing.
        [stages.prod]
        api = "https://p.example"
        callback_ports = [ 1, # one
          2 ]
        # after the last pair

        [keys]
        "quit" = ["Q", "# [stages.x]"]

        """.replacingOccurrences(of: "/#frag", with: "")

    static let goldens: [Golden] = [
        Golden(
            testDescription: "choosing a stage replaces only the value of the key stage", before: commented,
            after: commented.replacingOccurrences(of: "\"dev\"  #", with: "\"prod\"  #")
        ) { try $0.use("prod") },
        Golden(
            testDescription: "an existing handle is replaced in place", before: commented,
            after: commented.replacingOccurrences(of: "\"old\" #", with: "\"ada\" #")
        ) { try $0.setHandle("ada", stage: "dev") },
        Golden(
            testDescription: "a new handle is added after the last key of its stage", before: commented,
            after: commented.replacingOccurrences(of: "  2 ]\n", with: "  2 ]\nhandle = \"ada\"\n")
        ) { try $0.setHandle("ada", stage: "prod") },
        Golden(
            testDescription: "a new stage is added at the end", before: commented,
            after: commented + """

                [stages.new]
                api = "https://n.example/"
                issuer = "https://i.example"
                client_id = "4\\"f"

                """
        ) { try $0.add(new) },
        Golden(
            testDescription: "removing a stage removes its lines", before: commented,
            after: commented.replacingOccurrences(
                of: "[stages.prod]\napi = \"https://p.example\"\ncallback_ports = [ 1, # one\n  2 ]\n", with: "")
        ) { try $0.remove("prod") },
        Golden(
            testDescription: "removing the current stage also removes the key stage",
            before: "stage = \"a\"\n\n[stages.a]\napi = \"https://a.example\"\n\n# b\n[stages.b]\napi = \"https://b.example\"",
            after: "# b\n[stages.b]\napi = \"https://b.example\""
        ) { try $0.remove("a") },
        Golden(
            testDescription: "a new key stage is added above the first header and its comment",
            before: "# top\n\n# of a\n[stages.a]\napi = \"https://a.example\"\n",
            after: "# top\n\nstage = \"a\"\n\n# of a\n[stages.a]\napi = \"https://a.example\"\n"
        ) { try $0.use("a") },
        Golden(
            testDescription: "CRLF line ends are kept",
            before: "[stages.a]\r\napi = \"https://a.example\"",
            after:
                "[stages.a]\r\napi = \"https://a.example\"\r\nhandle = \"x\""
        ) { try $0.setHandle("x", stage: "a") },
        Golden(
            testDescription: "the first stage becomes the current one", before: "# mine\n",
            after: "# mine\n\nstage = \"n\"\n\n[stages.n]\napi = \"https://n.example/\"\ntoken = \"access\"\n"
        ) { try $0.add(Stage(name: "n", api: "https://n.example", token: .access)) },
    ]

    @Test(arguments: goldens)
    func `an edit changes no other byte of the file`(_ golden: Golden) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(golden.before)
        let result = try golden.edit(ConfigurationEditor(file: path))
        #expect(try directory.read() == golden.after)
        #expect(try Configuration.load(path) == result)
    }

    @Test func `a missing file is created with its directory, and only its owner can read it`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("a/b/config.toml")
        try ConfigurationEditor(file: path).add(Self.new)
        #expect(try Configuration.load(path).current == "new")
        #expect(try mode(path) == 0o600)
    }

    @Test func `an edit keeps the file's mode and its symbolic link, and leaves no temporary file`() throws {
        let directory = try TemporaryDirectory()
        let real = try directory.write("[stages.a]\napi = \"https://a.example\"\n", to: "real.toml")
        chmod(real, 0o640)
        try FileManager.default.createSymbolicLink(atPath: directory.file("link.toml"), withDestinationPath: "real.toml")
        try ConfigurationEditor(file: directory.file("link.toml")).use("a")
        #expect(try mode(real) == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory.file("link.toml")) == "real.toml")
        #expect(try Configuration.load(real).current == "a")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["link.toml", "real.toml"])
    }

    @Test(arguments: [
        "stages = { dev = { api = \"https://a.example\" } }\n",
        "[stages]\ndev.api = \"https://a.example\"\n",
        "stages.dev.api = \"https://a.example\"\n",
    ])
    func `a file that cannot be edited safely stays unchanged, and the error names the text to add`(_ text: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text)
        #expect(
            throws: ConfigurationEditError.byHand(
                file: path, line: 1, wanted: "handle = \"ada\"")
        ) { try ConfigurationEditor(file: path).setHandle("ada", stage: "dev") }
        #expect(try directory.read() == text)
    }

    @Test func `invalid edits are refused, and the file stays unchanged`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.commented)
        let editor = ConfigurationEditor(file: path)
        #expect(throws: ConfigurationEditError.stageExists("dev")) {
            try editor.add(Stage(name: "dev", api: "https://a.example"))
        }
        #expect(throws: ConfigurationEditError.noSuchStage("dve", nearest: "dev", known: ["dev", "prod"])) {
            try editor.use("dve")
        }
        #expect(throws: ConfigurationEditError.invalid(.badURL(key: "api", value: "ftp://x", reason: .notHTTPS))) {
            try editor.add(Stage(name: "x", api: "ftp://x"))
        }
        #expect(throws: ConfigurationEditError.invalid(.badStageName("../x"))) {
            try editor.add(Stage(name: "../x", api: "https://a.example"))
        }
        #expect(throws: ConfigurationEditError.invalid(.empty(key: "handle"))) { try editor.setHandle("", stage: "dev") }
        #expect(try directory.read() == Self.commented)
    }

    @Test func `an invalid file is not edited`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("colour = 1\n")
        let error = #expect(throws: ConfigurationEditError.self) { try ConfigurationEditor(file: path).add(Self.new) }
        guard case .unusable = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(try directory.read() == "colour = 1\n")
    }

    @Test func `a handle with quotes, line breaks and control characters is escaped`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("[stages.a]\napi = \"https://a.example\"\n")
        let hostile = "x\"\n[stages.evil]\napi = \"https://evil.example\" \u{1B}[2J\u{9B}\\"
        let result = try ConfigurationEditor(file: path).setHandle(hostile, stage: "a")
        #expect(result.stages.map(\.name) == ["a"])
        #expect(result.stages.first?.handle == hostile)
    }

    @Test func `a pipe, a link to a pipe and a directory are never replaced`() throws {
        let directory = try TemporaryDirectory()
        let pipe = directory.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: directory.file("link"), withDestinationPath: "pipe")
        for path in [pipe, directory.file("link")] {
            let error = #expect(throws: ConfigurationEditError.self) { try ConfigurationEditor(file: path).add(Self.new) }
            let reason = "it is a device, pipe or socket, not a file"
            #expect(error == .store(.failed(path: path, detail: reason)))
        }
        #expect(try FileManager.default.attributesOfItem(atPath: pipe)[.type] as? FileAttributeType != .typeRegular)
        let error = #expect(throws: ConfigurationEditError.self) { try ConfigurationEditor(file: directory.path).add(Self.new) }
        #expect(error == .unusable(ConfigurationError(file: directory.path, .isDirectory)))
    }

    @Test func `a configuration can be read from a pipe more than once`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let text = "[stages.a]\napi = \"https://a.example\"\n"
        #expect(write(ends[1], text, text.utf8.count) == text.utf8.count)
        close(ends[1])
        defer { close(ends[0]) }
        let path = "/proc/self/fd/\(ends[0])"
        for _ in 0..<2 { #expect(try Configuration.load(path).stages.map(\.name) == ["a"]) }
    }

    @Test func `an edit keeps a chain of symbolic links, even if their target does not exist yet`() throws {
        let directory = try TemporaryDirectory()
        let files = FileManager.default
        try files.createSymbolicLink(atPath: directory.file("one"), withDestinationPath: "two")
        try files.createSymbolicLink(atPath: directory.file("two"), withDestinationPath: directory.file("real.toml"))
        for _ in 0..<2 {
            let editor = ConfigurationEditor(file: directory.file("one"))
            if (try? editor.use("new")) == nil { try editor.add(Self.new) }
            #expect(try files.destinationOfSymbolicLink(atPath: directory.file("one")) == "two")
            #expect(try files.destinationOfSymbolicLink(atPath: directory.file("two")) == directory.file("real.toml"))
            #expect(try Configuration.load(directory.file("real.toml")).current == "new")
        }
    }

    @Test func `symbolic links that form a circle are an error`() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(atPath: directory.file("one"), withDestinationPath: "two")
        try FileManager.default.createSymbolicLink(atPath: directory.file("two"), withDestinationPath: "one")
        #expect(throws: ConfigurationEditError.self) { try ConfigurationEditor(file: directory.file("one")).add(Self.new) }
    }

    /// Runs `body` with the access rights of an ordinary user. Root may write everywhere, so root becomes the user nobody, on this
    /// thread only, who gets the directory.
    private func withoutPrivileges(in directory: TemporaryDirectory, _ body: () throws -> Void) throws {
        guard geteuid() == 0 else { return try body() }
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let setUser = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
        for path in [directory.path, directory.file("config.toml")] { #expect(chown(path, 65_534, 65_534) == 0) }
        _ = setUser(65_534)
        defer { _ = setUser(0) }
        try body()
    }

    @Test func `a file that cannot be written is an error that names the text to add by hand`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("[stages.a]\napi = \"https://a.example\"\n")
        chmod(directory.path, 0o500)
        defer { chmod(directory.path, 0o700) }
        try withoutPrivileges(in: directory) {
            #expect(
                throws: ConfigurationEditError.unwritable(
                    file: path, isReadOnlyFileSystem: false, wanted: "[stages.a]\nhandle = \"ada\"")
            ) { try ConfigurationEditor(file: path).setHandle("ada", stage: "a") }
            #expect(throws: ConfigurationEditError.unwritable(file: path, isReadOnlyFileSystem: false, wanted: "stage = \"a\"")) {
                try ConfigurationEditor(file: path).use("a")
            }
        }
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}
