import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The screens with their effects")
struct ScreensWithEffectsTests {
    @Test func `the first frame shows the cache before any request is sent`() async {
        var model = Sample.model(minutes: 60)
        model.outbox = []
        let client = ScriptedClient(model) { script in
            script.refresh[.articles(author: "ada", tag: nil)] = .failure(Sample.refused)
        }
        let played = await playScreens(client, keys: [.char("q")])
        #expect(played.frames.first?.text.contains("IAM roles, at last") == true)
        #expect(client.log == ["refresh articles(author: Optional(\"ada\"), tag: nil)"])
        #expect(played.idleFrames.last?.text.contains("Could not reach dev") == true)
    }

    @Test func `an entry written in the editor is queued, sent, and shown as sent`() async {
        var model = Sample.model()
        model.outbox = []
        let client = ScriptedClient(model) { $0.send = { $0.state = .sent } }
        let played = await playScreens(client, written: "Queues\n\nWhat I learned.\n", keys: [.char("e"), .char("5"), .char("q")])
        #expect(client.log.filter { !$0.hasPrefix("save day") } == ["queue", "send"] && client.sentIDs == [["new"]])
        #expect(client.entries.map(\.state) == [.sent])
        #expect(client.entries.first?.entry.title == "Queues")
        #expect(played.calls.contains("withSuspended"))
        #expect(played.idleFrames.last?.text.contains("sent") == true)
    }

    @Test(arguments: [true, false])
    func `a read-only disk is reported before the editor opens, for a new entry and for a draft`(isNew: Bool) async {
        var model = Sample.model()
        let entry = EntrySeed(day: 5, date: CalendarDay(Sample.now, in: Sample.zone), zone: "UTC").entry(id: "begun")
        model.outbox = isNew ? [] : [OutboxEntry(entry: entry, state: .draft, createdAt: Sample.now, updatedAt: Sample.now)]
        let client = ScriptedClient(model) { $0.storeError = .readOnly(path: "/data/dev.outbox.sqlite") }
        let played = await playScreens(client, keys: [.char("e"), .char("q")])
        #expect(played.idleFrames.last?.text.contains("cannot be written") == true)
        #expect(!played.calls.contains("withSuspended"))
    }

    @Test func `i signs in, closes the dialog, and shows the handle in the first row`() async {
        var model = ReadModel()
        model.routes = Sample.routes
        let client = ScriptedClient(model) { script in
            script.signIn = .success(Identity(subject: "1", preferredUsername: "ada"))
            script.refresh[.articles(author: "ada", tag: nil)] = .success(
                RefreshReport(resource: .articles(author: "ada", tag: nil), received: 0))
            script.refresh[.journeyer("ada")] = .success(RefreshReport(resource: .journeyer("ada"), received: 1))
        }
        let played = await playScreens(client, keys: [.char("i"), .char("q")])
        #expect(played.idleFrames.last?.lines.first?.contains("@ada") == true)
        #expect(played.state.dialogs.isEmpty)
    }

    @Test func `c on the Stage screen compares the routes with the API contract`() async {
        var model = Sample.model()
        model.outbox = []
        let client = ScriptedClient(model) {
            $0.check = .success(
                StageCheckReport(stage: "dev", api: Sample.stage.api, checkedAt: Sample.now, routes: Sample.checks))
        }
        let played = await playScreens(client, keys: [.char("6"), .char("c"), .char("q")])
        #expect(played.idleFrames.last?.text.contains("days_completed") == true)
        #expect(played.idleFrames.last?.text.contains("2 drifted") == true)
        #expect(client.log == [])
    }

    @Test func `P on the Stage screen shows the pipeline with its failure, and nothing is fetched before`() async {
        var model = Sample.model()
        model.outbox = []
        let played = await playScreens(
            ScriptedClient(model), pipeline: .success(Sample.pipeline), keys: [.char("6"), .char("P"), .char("q")])
        let text = played.idleFrames.last?.text ?? ""
        #expect(text.contains("Pipeline    fetched just now; Source succeeded, Build succeeded, Deploy"))
        #expect(text.contains("Failed      ExecuteChanges: The alarm is active"))
        #expect(text.contains("main: Deploy failed."))
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(played.idleFrames.dropLast().allSatisfy { !$0.text.contains("Pipeline") })
    }

    @Test func `an error of AWS is shown as a warning, and no pipeline`() async {
        var model = Sample.model()
        model.outbox = []
        let played = await playScreens(
            ScriptedClient(model), pipeline: .failure(.noPipelineStack("hdoc-pipeline-dev", region: "us-east-1")),
            keys: [.char("6"), .char("P"), .char("q")])
        let text = played.idleFrames.last?.text ?? ""
        #expect(text.contains("CloudFormation has no stack hdoc-pipeline-dev"))
        #expect(!text.contains("Pipeline  "))
    }

    @Test func `y copies the announcement through the terminal`() async {
        var model = Sample.model()
        model.outbox = []
        let client = ScriptedClient(model)
        let played = await playScreens(client, keys: [.char("G"), .char("y"), .char("q")])
        #expect(played.calls == ["copy [1/100] #100DaysOfCloud Stepping out https://example.test/a1"])
    }
}
