import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct SessionCommandTests {
    @Test func `login reports each step, and says how to set the handle`() async throws {
        let steps: [SignInStep] = [
            .discovering, .address(url: "https://i.example/authorize?x=1", redirect: "http://localhost:8080/callback", port: 8080),
            .noBrowser(.noDisplay), .waiting(until: CommandWorld.now.addingTimeInterval(300)), .exchanging,
        ]
        let world = try CommandWorld { script in
            script.signIn = .success(Identity(subject: "s", username: "ada"))
            script.signInSteps = steps
        }
        let run = try await world.run("login")
        #expect(run.status == .done)
        #expect(run.out == "")
        #expect(
            run.err == """
                Looking up the sign-in page …
                Open this address to sign in:

                  https://i.example/authorize?x=1

                If your browser runs on another machine, run this there:  ssh -L 8080:127.0.0.1:8080 THIS-HOST
                No browser was opened: there is no display.
                Waiting for the browser, 5 min …
                Received the browser's response; verifying the sign-in …
                Signed in on dev as ada.
                Your GitHub username on dev is unknown. Set your handle once: `hdoc login --handle GITHUB-USERNAME`.

                """)
    }

    @Test func `lines typed during the sign-in are taken as its final address, and a later line as the handle`() async throws {
        let dialogue = CommandWorld.Dialogue([
            ("Looking up the sign-in page", "nonsense"),
            ("This is not the final address of this sign-in.", "http://localhost:8080/?code=1&state=2"),
            ("Your GitHub username on dev", " octo cat "),
        ])
        let world = try CommandWorld(input: .init(isTerminal: true, dialogue: dialogue)) { script in
            script.signIn = .success(Identity(subject: "s", username: "ada"))
            script.signInSteps = [.discovering]
            script.signInEndsWith = "http://localhost:8080/?code=1&state=2"
            script.refresh[.journeyer("octocat")] = Samples.report(.journeyer("octocat"))
            script.journeyer["octocat"] = Samples.cached(Journeyer(handle: "OctoCat"))
        }
        let run = try await world.run("login")
        #expect(run.status == .done)
        #expect(
            world.client.log == [
                "paste nonsense", "paste http://localhost:8080/?code=1&state=2", "refresh journeyer(\"octocat\")", "handle OctoCat",
            ])
        #expect(run.err.hasSuffix("You are OctoCat on dev.\n"), "the handle is spelled as on the stage")
    }

    @Test func `if the input ends, login succeeds without a handle`() async throws {
        let world = try CommandWorld(input: .init(isTerminal: true)) {
            $0.signIn = .success(Identity(subject: "s", username: "ada"))
        }
        let run = try await world.run("login")
        #expect(run.status == .done)
        #expect(run.err.contains("hdoc login --handle"))
    }

    @Test func `login with a handle and a valid session only saves the handle`() async throws {
        let world = try CommandWorld { script in
            script.session = Samples.signedIn
            script.refresh[.journeyer("octocat")] = .failure(Failures.refused)
        }
        let run = try await world.run("login", "--handle", "octocat")
        #expect(run.status == .done)
        #expect(run.err == "You are octocat on dev.\nCould not check whether this journeyer exists on dev.\n")
        #expect(world.client.log == ["refresh journeyer(\"octocat\")", "handle octocat"])
    }

    @Test func `login asks again for a handle that the stage does not know, and suggests signup`() async throws {
        let dialogue = CommandWorld.Dialogue([
            ("Your GitHub username on dev", "octocta"), ("has no journeyer octocta.", "octocat"),
        ])
        let world = try CommandWorld(input: .init(isTerminal: true, dialogue: dialogue)) { script in
            script.signIn = .success(Identity(subject: "s"))
            script.refresh[.journeyer("octocta")] = .failure(Failures.notFound)
            script.refresh[.journeyer("octocat")] = Samples.report(.journeyer("octocat"))
            script.journeyer["octocat"] = Samples.cached(Journeyer(handle: "octocat"))
            script.routes = [RouteStatus(route: .signUp, presence: .unknown)]
        }
        let run = try await world.run("login")
        #expect(run.status == .done)
        #expect(run.err.contains("dev has no journeyer octocta. Create an account with `hdoc signup`.\n"))
        #expect(world.client.log.last == "handle octocat")
        #expect(world.client.log.filter { $0.hasPrefix("handle") }.count == 1)
    }

    @Test func `whoami says that the tokens are in the keyring`() async throws {
        let world = try CommandWorld {
            ($0.session, $0.tokenPlace) = (Samples.signedIn, .keyring)
        }
        #expect(try await world.run("whoami").out.contains("Tokens in the desktop's keyring\n"))
        let json = try JSONProbe(try await world.run("whoami", "--json").out)
        #expect(json.object?["token_store"] == .string("keyring") && json.object?["token_file"] == .null)
    }

    @Test func `the SSH target contains only a safe user name, and a port other than 22`() {
        #expect(SSHTarget.of([:], hostName: "build7") == "build7")
        #expect(SSHTarget.of(["USER": "ada", "SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"], hostName: "build7") == "ada@build7")
        #expect(SSHTarget.of(["USER": "$(id)", "SSH_CONNECTION": "a b c 2222"], hostName: "build7") == "-p 2222 build7")
    }

    @Test func `the exit status is 1 for a failed login, and 2 for a cancelled one`() async throws {
        let busy = try await CommandWorld { $0.signIn = .failure(.portsBusy([8080, 8765])) }.run("login")
        #expect(busy.status == .failed)
        #expect(busy.err.hasPrefix("hdoc: No callback port is free (8080 or 8765)."))
        #expect(try await CommandWorld { $0.signIn = .failure(.cancelled) }.run("login").status == .cancelled)
    }

    @Test(arguments: [
        (CallbackProblem.tooLarge, "The browser came back with more cookies than hdoc reads."),
        (.malformed, "The browser came back with a request that hdoc could not read."),
        (.wrongMethod, "The browser came back with its answer in a form, which hdoc does not read."),
        (.wrongHost, "The browser came back to another name than localhost."),
    ])
    func `login explains in the terminal why it did not accept the browser's request, and what to do`(
        problem: CallbackProblem, words: String
    ) async throws {
        for (isTerminal, remedy) in [
            (true, "Copy the page's address and paste it here."), (false, "Open the address above in a private window."),
        ] {
            let world = try CommandWorld(input: .init(isTerminal: isTerminal)) { script in
                (script.signIn, script.signInSteps) = (.success(Identity(subject: "s")), [.callbackRefused(problem)])
            }
            #expect(try await world.run("login").err.contains("\(words) \(remedy)\n"))
        }
    }

    @Test func `logout ends a session of another issuer or client, and whoami names it`() async throws {
        let other = SessionStatus.otherSession(Identity(subject: "s", username: "ada"))
        let world = try CommandWorld { script in (script.session, script.signOut) = (other, SignOutReport()) }
        let who = try await world.run("whoami")
        #expect(who.status == .signInNeeded)
        #expect(who.out.hasPrefix("You are not signed in on dev. The stored session of ada belongs to another issuer or client; "))
        #expect(try JSONProbe(try await world.run("whoami", "--json").out).object?["state"] == .string("other_session"))
        #expect(try await world.run("logout").err == "Signed out of dev.\n")
        #expect(world.client.log == ["sign out"])
        #expect(try await world.run("logout").err == "You are not signed in on dev.\n")
    }

    @Test func `a handle that cannot be saved is used for this run, and login prints the lines to add`() async throws {
        let failure = ConfigurationWriteError.keptInMemory(
            .refused(.changedMeanwhile(file: "/c")), wanted: "[stages.dev]\nhandle = \"ada\"")
        let world = try CommandWorld { script in
            (script.session, script.setHandleFailure) = (Samples.signedIn, failure)
            script.refresh[.journeyer("ada")] = Samples.report(.journeyer("ada"))
            script.journeyer["ada"] = Samples.cached(Journeyer(handle: "ada"))
        }
        let run = try await world.run("login", "--handle", "ada")
        #expect(run.status == .done)
        #expect(run.err.hasPrefix("You are ada on dev for this run only. /c was changed by another program"))
        #expect(run.err.hasSuffix("To keep the handle, add it to the configuration by hand:\n[stages.dev]\nhandle = \"ada\"\n"))
    }

    @Test func `logout reports a failed revocation, and how to sign out in the browser`() async throws {
        let world = try CommandWorld { script in
            script.session = Samples.signedIn
            script.signOut = SignOutReport(browserSignOut: "https://i.example/logout", revocationFailure: Failures.refused)
        }
        #expect(
            try await world.run("logout").err == """
                Signed out of dev.
                The session could not be revoked at the sign-in provider, so it may stay valid for a while. \
                Could not reach dev: the connection was refused.
                To sign out in the browser as well, open:

                  https://i.example/logout

                """)
        #expect(try await CommandWorld().run("logout").err == "You are not signed in on dev.\n")
    }

    @Test(arguments: [
        (Samples.signedIn, ExitStatus.done, "Signed in on dev as ada, renewed automatically, next in 1 h.", "signed_in"),
        (.signedOut, .signInNeeded, "You are not signed in on dev.", "signed_out"),
        (.ended(Identity(subject: "s", username: "ada")), .signInNeeded, "The session of ada on dev has expired.", "ended"),
        (.unreadable(path: "/t"), .failed, "The tokens for dev could not be read: /t", "unreadable"),
    ])
    func `whoami shows the state of the session, and the exit status depends on it`(
        _ session: SessionStatus, _ status: ExitStatus, _ line: String, _ state: String
    ) async throws {
        let world = try CommandWorld {
            $0.session = session
            $0.handle = "ada"
        }
        let run = try await world.run("whoami")
        #expect(run.status == status)
        #expect(run.out.hasPrefix("\(line)\nJourneyer ada\n"))
        let json = try JSONProbe(try await world.run("whoami", "--json").out)
        #expect(json.object?["state"] == .string(state))
        #expect(json.object?["token_file"]?.text?.hasSuffix("/state/hdoc/dev.tokens.json") == true)
    }
}
