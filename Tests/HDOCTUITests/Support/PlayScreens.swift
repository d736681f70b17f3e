import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

extension ReadModel {
    /// The journeyers as values.
    var people: Snapshot<[Journeyer]> {
        get { journeyers.with((0..<Int32(journeyerIndex.count)).map { journeyerIndex[$0] }) }
        set { journeyerIndex = JourneyerIndex(newValue) }
    }
}

extension ReadModel.Content {
    static func journeyers(_ snapshot: Snapshot<[Journeyer]>) -> Self { .journeyerIndex(JourneyerIndex(snapshot)) }
}

extension ScriptedClient {
    /// A client whose cache contains the model. Each scripted refresh is answered once.
    convenience init(_ model: ReadModel, _ fill: (inout Script) -> Void = { _ in }) {
        self.init(stage: Sample.stage, now: Sample.now) { script in
            (script.journeyers, script.movement) = (model.people, model.movement)
            (script.articles, script.mine, script.tags) = (model.articles, model.mine, model.tags)
            (script.outbox, script.routes, script.storage) = (model.outbox, model.routes, model.storage)
            (script.session, script.handle) = (model.session, model.handle)
            (script.sessionAfterSignIn, script.handleAfterSignIn) = (Sample.signedIn, "ada")
            script.signInSteps = [
                .address(url: "https://id.example.test/authorize", redirect: "http://localhost:8080/callback", port: 8080)
            ]
            script.signOut = SignOutReport()
            (script.opensArticles, script.refreshesOnce) = (true, true)
            fill(&script)
        }
    }
}

extension Services {
    /// Services that start no program: the editor returns `written`, and no browser opens.
    static func fake(written: String = "", pipeline: Result<DeploymentPipeline, AWSError>? = nil) -> Services {
        Services(
            makeID: { "new" }, openLink: { _ in .failure(.noDisplay) }, edit: { _, _, _ in written },
            pipeline: { _ in
                guard let pipeline else {
                    Issue.record("no request to AWS was expected")
                    throw CancellationError()
                }
                return try pipeline.get()
            })
    }
}

/// Plays keys to the real event loop, effect runner and screens, with a scripted client.
func playScreens(
    _ client: ScriptedClient, written: String = "", pipeline: Result<DeploymentPipeline, AWSError>? = nil, keys: [Key]
) async -> Performance<AppState> {
    var state = AppState(
        settings: Settings(stage: client.stage, zone: Sample.zone), now: Sample.now, size: Size(width: 80, height: 24))
    Screens.load(&state, from: client)
    let effects = Screens.firstEffects(state)
    Update.note(effects, &state)
    let runner = RunnerOnOneThread(EffectRunner(client: client, services: .fake(written: written, pipeline: pipeline)))
    let played = await play(
        HdocProgram(clock: { Sample.now }), from: state, effects: effects, script: keys.map(TerminalEvent.key),
        delivery: client.notices
    ) { runner.runner.run($0, $1, $2) }
    runner.runner.cancelAll()
    return played
}

/// Passes the runner to the loop's thread.
private struct RunnerOnOneThread: @unchecked Sendable {
    // The runner is created before that thread starts. Until the loop ends, only that thread uses it.
    let runner: EffectRunner
    init(_ runner: EffectRunner) { self.runner = runner }
}
