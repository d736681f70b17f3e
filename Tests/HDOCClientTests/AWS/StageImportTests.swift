import Foundation
import Testing

@testable import HDOCClient

@Suite struct StageImportTests {
    static let backend = """
        {"StackName": "hdoc-backend-dev", "StackStatus": "CREATE_COMPLETE", "Outputs": [
          {"OutputKey": "APIURL", "OutputValue": "https://a.execute-api.us-east-1.amazonaws.com/Prod/", "ExportName": "x"}]}
        """
    static let cognito = """
        {"StackName": "hdoc-backend-dev-Cognito-1AB", "StackStatus": "UPDATE_COMPLETE", "Outputs": [
          {"OutputKey": "CognitoUserPoolID", "OutputValue": "eu-west-1_AbC"},
          {"OutputKey": "CognitoUserPoolClientID", "OutputValue": "4fclient"},
          {"OutputKey": "AuthURL", "OutputValue": "https://d.auth.eu-west-1.amazoncognito.com/"}]}
        """

    static func stacks(_ stacks: String...) -> [UInt8] { Array("{\"Stacks\": [\(stacks.joined(separator: ","))]}".utf8) }
    static func named(_ name: String, api: String = "https://x.example/") -> String {
        #"{"StackName": "\#(name)", "Outputs": [{"OutputKey": "APIURL", "OutputValue": "\#(api)"}]}"#
    }

    @Test func `the outputs of several stacks of one stage are combined`() throws {
        let outputs = try StageOutputs.one(of: try Stack.describe(Self.stacks(Self.backend, Self.cognito)), name: nil)
        #expect(outputs.stage == "dev")
        #expect(outputs.api == "https://a.execute-api.us-east-1.amazonaws.com/Prod/")
        #expect(outputs.issuer == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC")
        #expect(outputs.clientID == "4fclient")
        #expect(outputs.auth == "https://d.auth.eu-west-1.amazoncognito.com")
    }

    @Test(
        arguments: [
            ("hdoc-backend-dev", "dev"), ("hdoc-frontend-prod", "prod"), ("hdoc-backend-dev-Cognito-1AB", "dev"),
            ("hdoc-backend-dev-Api-Nested-1AB", "dev"), ("hdoc-backend-", nil), ("hdoc-backend", nil), ("hdoc-other-dev", nil),
            ("xhdoc-backend-dev", nil), ("hdoc-backend-de\u{1B}v", nil), ("hdoc-backend-dev-x", nil), ("hdoc-backend-demo", nil),
        ] as [(String, String?)])
    func `the name of the stage is read from the name of the stack`(_ name: String, _ stage: String?) {
        #expect(Stack(name: name, outputs: [:]).stageName == stage)
    }

    @Test(
        arguments: [
            ("", nil, .empty), ("  \n", nil, .empty), ("Stacks:\n- x", nil, .notJSON), ("{\"Stacks\"} x", nil, .notJSON),
            ("[1, 2", nil, .truncated),
            (String(decoding: stacks(backend).dropLast(30), as: UTF8.self), nil, .truncated), ("{\"Stacks\": 1}", nil, .noStacks),
            ("[]", nil, .noStacks),
            ("{\"Stacks\": []}", nil, .noStacks),
            (#"{"Stacks": [{"StackName": "hdoc-backend-dev"}]}"#, nil, .noOutputs(stage: "dev", stacks: ["hdoc-backend-dev"])),
            (#"{"Stacks": [{"StackName": "web"}]}"#, nil, .unknownNames(["web"])),
            (
                String(decoding: stacks(named("hdoc-backend-dev"), named("hdoc-backend-prod")), as: UTF8.self), nil,
                .severalStages(["dev", "prod"])
            ),
            (
                String(decoding: stacks(named("hdoc-backend-dev"), named("hdoc-backend-prod")), as: UTF8.self), "prd",
                .noSuchStage("prd", nearest: "prod", known: ["dev", "prod"])
            ),
            (
                String(decoding: stacks(named("hdoc-backend-dev", api: "http://x.example/")), as: UTF8.self), nil,
                .invalid(output: "APIURL", .badURL(key: "APIURL", value: "http://x.example/", reason: .notHTTPS))
            ),
            (
                String(decoding: stacks(named("hdoc-backend-dev"), named("hdoc-frontend-dev", api: "https://y.example/")), as: UTF8.self),
                nil,
                .conflicting(output: "APIURL", stage: "dev")
            ),
            (
                String(decoding: stacks(cognito).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0 }, as: UTF8.self), nil,
                .badPoolID("eu-west-1/AbC")
            ),
            (
                String(decoding: stacks(cognito), as: UTF8.self).replacing("4fclient", with: "x\\\"\\n[stages.evil]"), nil,
                .badClientID("x\"\n[stages.evil]")
            ),
        ] as [(String, String?, StackImportError)])
    func `input that does not describe one stage is an error with the reason`(_ text: String, _ name: String?, _ expected: StackImportError)
    {
        #expect(throws: expected) { _ = try StageOutputs.one(of: try Stack.describe(Array(text.utf8)), name: name) }
    }

    @Test func `a given name selects one of several stages, or names a stage whose stacks have other names`() throws {
        let two = try Stack.describe(Self.stacks(Self.named("hdoc-backend-dev"), Self.named("hdoc-backend-prod", api: "https://p.example")))
        #expect(try StageOutputs.one(of: two, name: "prod").api == "https://p.example/")
        let other = try Stack.describe(Self.stacks(Self.named("web")))
        #expect(try StageOutputs.one(of: other, name: "mine").stage == "mine")
        #expect(try StageOutputs.all(of: two).map(\.stage) == ["dev", "prod"])
    }

    @Test func `a deleted stack is ignored`() throws {
        let deleted = Self.named("hdoc-backend-prod").replacing("\"Outputs\"", with: "\"StackStatus\": \"DELETE_COMPLETE\", \"Outputs\"")
        #expect(try StageOutputs.one(of: try Stack.describe(Self.stacks(deleted, Self.backend)), name: nil).stage == "dev")
    }

    @Test func `an import keeps the comments, the order and the keys that it does not set`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            """
            # mine
            stage = "prod"   # careful
            [stages.dev]     # the old one
            handle = "ada"
            api = "https://old.example/"   # was moved
            token = "access"

            [stages.prod]
            api = "https://p.example"
            """)
        let editor = ConfigurationEditor(file: path)
        let outputs = try StageOutputs.one(of: try Stack.describe(Self.stacks(Self.backend, Self.cognito)), name: nil)
        let (change, configuration) = try editor.put(outputs)
        #expect(change == .updated)
        #expect(configuration.stage("dev")?.handle == "ada")
        #expect(
            try directory.read() == """
                # mine
                stage = "prod"   # careful
                [stages.dev]     # the old one
                handle = "ada"
                api = "https://a.execute-api.us-east-1.amazonaws.com/Prod/"   # was moved
                token = "access"
                issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC"
                client_id = "4fclient"
                auth = "https://d.auth.eu-west-1.amazoncognito.com"

                [stages.prod]
                api = "https://p.example"
                """)
        #expect(try editor.put(outputs).0 == .unchanged)
    }

    @Test func `a new stage needs the address of its API`() throws {
        let directory = try TemporaryDirectory()
        let editor = ConfigurationEditor(file: directory.file("config.toml"))
        let cognito = try StageOutputs.one(of: try Stack.describe(Self.stacks(Self.cognito)), name: nil)
        #expect(throws: StackImportError.noAPI(stage: "dev")) { try editor.put(cognito) }
        let all = try StageOutputs.one(of: try Stack.describe(Self.stacks(Self.backend, Self.cognito)), name: nil)
        #expect(try editor.put(all).0 == .added)
        #expect(try Configuration.load(directory.file("config.toml")).stage("dev")?.clientID == "4fclient")
    }
}
