import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The sign-up form")
struct SignUpScreenTests {
    private static let unknown = ClientError(.notFound, operation: .getUser, status: 404)

    private func client(_ answer: Result<Journeyer, ClientError>, routes: [RouteStatus] = Sample.routes) -> ScriptedClient {
        var model = ReadModel()
        model.routes = routes
        return ScriptedClient(model) { script in
            script.signIn = .success(Identity(subject: "1", preferredUsername: "ada"))
            script.refresh[.journeyer("ada")] = .failure(Self.unknown)
            script.refresh[.articles(author: "ada", tag: nil)] = .success(
                RefreshReport(resource: .articles(author: "ada", tag: nil), received: 0))
            script.signUp = { _ throws(ClientError) in try answer.get() }
        }
    }

    @Test func `the form opens if the stage does not know the handle, and creates the user`() async {
        let client = client(.success(Journeyer(handle: "ada")), routes: [])
        let played = await playScreens(client, keys: [.char("i"), .paste("Ada Okafor"), .ctrl("s"), .char("q")])
        #expect(played.frames.contains { $0.text.contains("Sign up on") && $0.text.contains("Ada Okafor") })
        #expect(client.log.contains { $0.hasPrefix(#"sign up ["ada", "Ada Okafor""#) })
        #expect(played.state.dialogs.isEmpty && played.state.model.handle == "ada")
    }

    @Test func `an invalid field is named, and nothing is sent`() async {
        let client = client(.success(Journeyer(handle: "ada")), routes: [])
        let played = await playScreens(client, keys: [.char("i"), .tab, .tab, .paste("no name!"), .ctrl("s"), .escape, .char("q")])
        #expect(played.frames.contains { $0.text.contains("Twitter username: “no name!” is not a") })
        #expect(!client.log.contains { $0.hasPrefix("sign up") })
    }

    @Test func `a taken handle is reported in the form, which keeps its text`() async {
        let client = client(.failure(ClientError(.conflict(existing: nil), operation: .signUp, status: 409)), routes: [])
        let played = await playScreens(client, keys: [.char("i"), .paste("Ada Okafor"), .ctrl("s"), .escape, .char("q")])
        #expect(played.frames.contains { $0.text.contains("The handle is taken") && $0.text.contains("Ada Okafor") })
    }

    @Test func `the form does not open on a stage without the sign-up route`() async {
        let absent = [RouteStatus(route: .signUp, presence: .absent(status: 403, reason: "no"))]
        let played = await playScreens(client(.success(Journeyer(handle: "ada")), routes: absent), keys: [.char("i"), .char("q")])
        #expect(played.state.dialogs.isEmpty)
        #expect(played.frames.contains { $0.text.contains("has no journeyer ada") })
    }

    @Test func `the form does not cover an open dialog, and a message names the command instead`() {
        var state = AppState(settings: Settings(stage: Sample.stage, zone: Sample.zone), now: Sample.now, size: Size(width: 80, height: 24))
        (state.model.session, state.model.handle) = (Sample.signedIn, "ada")
        state.dialogs = [.help(HelpState())]
        _ = state.receive(.network(.refreshed(.journeyer("ada"), .failure(Self.unknown))))
        #expect(state.dialogs.count == 1 && state.toast?.text.contains("`hdoc signup`") == true)
    }

    @Test(arguments: [(80, 24), (40, 12), (20, 5), (10, 3), (1, 1)])
    func `the cursor of every field is within the frame at any size`(width: Int, height: Int) {
        var state = AppState(
            settings: Settings(stage: Sample.stage, zone: Sample.zone), now: Sample.now, size: Size(width: width, height: height))
        state.dialogs = [.signUp(SignUpState(handle: "ada"))]
        for _ in SignUpField.allCases {
            let frame = View.frame(of: state, size: state.size)
            #expect(frame.cursor.map { $0.x < width && $0.y < height } ?? (width < 20))
            _ = state.receive(.key(.tab))
        }
    }
}

@Suite("A session that ends while the user types")
struct EndingSessionTests {
    @Test func `the form keeps its text when the session ends, and its entry can still be queued`() async {
        var model = Sample.model()
        model.outbox = []
        let client = ScriptedClient(model) { $0.refresh = [:] }
        let typed = "A day about queues"
        var state = AppState(settings: Settings(stage: client.stage, zone: Sample.zone), now: Sample.now, size: Size(width: 80, height: 24))
        Screens.load(&state, from: client)
        let entry = OutboxEntry(
            entry: EntrySeed(day: 3, date: state.today, zone: "UTC").entry(id: "e"), state: .draft, createdAt: Sample.now,
            updatedAt: Sample.now)
        _ = state.receive(.writing(.entryStarted(entry, .form)))
        _ = state.receive(.key(.paste(typed)))
        let before = state.screen
        // The session ends, and a running delivery fails for that reason.
        _ = state.receive(.cache(.read(.session(.ended(Identity(subject: "1", username: "ada")), handle: "ada"))))
        _ = state.receive(.network(.sent(.failure(ClientError(.signInNeeded, operation: .postEntry)))))
        #expect(before.contains(typed) && state.screen.contains(typed))
        guard case .form(let form)? = state.dialogs.last else {
            Issue.record("the form is gone")
            return
        }
        #expect(form.text(.title) == typed)
        // The next key still goes to the form.
        _ = state.receive(.key(.char("!")))
        #expect(state.screen.contains(typed + "!"))
        let effects = state.receive(.key(.ctrl("s")))
        #expect(effects.contains { if case .writing(.queue(let kept, _)) = $0 { kept.title == typed + "!" } else { false } })
    }
}
