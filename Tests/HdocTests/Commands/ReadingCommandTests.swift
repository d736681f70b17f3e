import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct ReadingCommandTests {
    private func world(
        _ refresh: Result<RefreshReport, ClientError>? = Samples.report(.journeyers), cached: Bool = true
    ) throws -> CommandWorld {
        try CommandWorld { script in
            script.journeyers = cached ? Samples.cached(Samples.journeyers) : Snapshot(value: [])
            script.refresh[.journeyers] = refresh
        }
    }

    @Test func `users are listed in columns that are aligned by display width`() async throws {
        let run = try await world().run("users", columns: 200)
        #expect(run.status == .done)
        #expect(run.err == "")
        #expect(
            run.out == """
                HANDLE   NAME        DAYS  SCORE  STREAK  LAST ENTRY
                ada      Ada Okafor    23     91       5  3 h ago
                bare                    -      -       -  -
                ZihanLi  李子涵         -    260       -  -

                """)
    }

    @Test func `a narrow terminal shortens the flexible column`() async throws {
        let narrow = try await world().run("users", columns: 50).out.split(separator: "\n")
        #expect(narrow.allSatisfy { TextWidth.columns(of: String($0)) <= 50 })
        #expect(narrow.contains { $0.hasPrefix("ada      Ada Oka… ") || $0.hasPrefix("ada      Ada Ok") })
    }

    @Test func `the options sort, reverse, search and limit can be combined`() async throws {
        let run = try await world().run("users", "--sort", "score", "--reverse", "--search", "a", "--limit", "1", "--json")
        let handles = try JSONProbe(run.out).strings("github_username")
        #expect(handles == ["ada"])
        #expect(
            try JSONProbe(try await world().run("users", "--sort", "score", "--json").out).strings("github_username")
                == ["ZihanLi", "ada", "bare"])
        #expect(try await world().run("users", "--search", "nobody").err == "No journeyer matches.\n")
    }

    @Test func `a query filters users, alone and with a search, and a wrong one is a usage error that names the keys`() async throws {
        func handles(_ arguments: String...) async throws -> [String] {
            try JSONProbe(try await world().run(["users", "--json"] + arguments).out).strings("github_username")
        }
        #expect(try await handles("--query", "days:>20") == ["ada"])
        #expect(try await handles("--query", "-days:>20") == ["bare", "ZihanLi"])
        #expect(try await handles("--query", "score:>90", "--search", "ada") == ["ada"])
        #expect(try await world().run("users", "--query", "days:>99").err == "No journeyer matches.\n")
        let wrong = try await world().run("users", "--query", "ada dayz:>3")
        #expect(wrong.status == .usage && wrong.out == "")
        #expect(
            wrong.err.contains("unknown key `dayz`, in the query “ada dayz:>3”, character 5. Did you mean `days`? Keys for users: days,"))
    }

    @Test func `the leaderboard ranks the journeyers who have a score`() async throws {
        let run = try await world().run("leaderboard", columns: 200)
        #expect(
            run.out == """
                RANK  HANDLE   NAME        SCORE  GITHUB  TWITTER  STREAK
                   1  ZihanLi  李子涵        260     260        -       -
                   2  ada      Ada Okafor     91      61       30       5

                """)
        #expect(
            try JSONProbe(try await world().run("leaderboard", "--json", "--limit", "1").out).strings("github_username")
                == ["ZihanLi"])
    }

    @Test func `without a network the data comes from the cache, and stderr names its age`() async throws {
        let run = try await world(.failure(Failures.refused)).run("users", "--json")
        #expect(run.status == .done)
        #expect(run.err == "Could not reach dev: the connection was refused; from the cache, 3 h ago.\n")
        #expect(try JSONProbe(run.out).strings("github_username") == ["ada", "bare", "ZihanLi"])
    }

    @Test func `on a stage without the list, hdoc shows the journeyers that it looked up and says why`() async throws {
        func world(_ known: [Journeyer]) throws -> CommandWorld {
            try CommandWorld { script in
                script.journeyers = Snapshot(value: known)
                script.refresh[.journeyers] = .failure(Failures.noList)
            }
        }
        let why = "dev does not support listing journeyers, only looking one up by name (502: Internal server error)"
        let run = try await world(Array(Samples.journeyers.prefix(2))).run("users", "--json")
        #expect(run.status == .done)
        #expect(try JSONProbe(run.out).strings("github_username") == ["ada", "ZihanLi"])
        #expect(run.err == "\(why); from the cache, fetched one by one.\n")
        let none = try await world([]).run("users")
        #expect(none.status == .routeAbsent)
        #expect(none.err == "hdoc: \(why). Look one up with `hdoc user NAME`.\n")
    }

    @Test func `offline no request is sent`() async throws {
        let world = try world(nil)
        let run = try await world.run("users", "--offline")
        #expect(run.status == .done)
        #expect(run.err == "Offline: from the cache, 3 h ago.\n")
        #expect(world.client.log.isEmpty)
    }

    @Test(arguments: [
        (Failures.refused, ExitStatus.unreachable), (Failures.absent, .routeAbsent), (Failures.crashed, .failed),
        (Failures.signInNeeded, .signInNeeded),
    ])
    func `without cached data the error determines the exit status`(_ error: ClientError, _ status: ExitStatus) async throws {
        let run = try await world(.failure(error), cached: false).run("users")
        #expect(run.status == status)
        #expect(run.out == "")
        #expect(run.err == "hdoc: \(ErrorDescriber(stage: "dev").sentence(error))\n")
    }

    @Test func `offline without cached data the exit status is 5`() async throws {
        let run = try await world(nil, cached: false).run("users", "--offline")
        #expect(run.status == .unreachable)
        #expect(run.err == "hdoc: The cache of dev does not contain this yet. Run the command once without --offline.\n")
    }

    @Test func `a truncated or partly unreadable response is reported`() async throws {
        let world = try CommandWorld { script in
            script.journeyers = Snapshot(
                value: Samples.journeyers, fetchedAt: CommandWorld.now, unreadable: 2, received: 300, mayBePartial: true)
            script.refresh[.journeyers] = Samples.report(.journeyers)
        }
        #expect(
            try await world.run("users").err == """
                2 of 302 could not be read and were left out.
                dev may have truncated its response: there may be more data.

                """)
    }

    @Test func `hdoc user shows all known attributes`() async throws {
        let world = try CommandWorld { script in
            script.handle = "ada"
            var ada = Samples.journeyers[1]
            ada.extra = ["mood": .string("sunny"), "list": .array([.number(1)])]
            script.journeyer["ada"] = Samples.cached(ada)
            script.refresh[.journeyer("ada")] = Samples.report(.journeyer("ada"))
        }
        let run = try await world.run("user", "me", columns: 200)
        #expect(
            run.out == """
                Handle         ada
                Name           Ada Okafor
                Days           23 of 100
                Score          91 (GitHub 61, Twitter 30)
                GitHub streak  5 days
                Last entry     3 h ago (2026-11-23T09:00:00.000Z)
                list           [1]
                mood           sunny

                """)
        #expect(try JSONProbe(try await world.run("user", "ada", "--json").out).object?["days_completed"] == .number(23))
    }

    @Test func `the exit status is 1 for an unknown user, and 5 for an unreachable stage`() async throws {
        func world(_ error: ClientError) throws -> CommandWorld {
            try CommandWorld { script in
                // The list was fetched, and does not contain this user.
                script.journeyer["x"] = Samples.cached(nil)
                script.refresh[.journeyer("x")] = .failure(error)
            }
        }
        let unknown = try await world(Failures.notFound).run("user", "x")
        #expect(unknown.status == .failed)
        #expect(unknown.err == "hdoc: dev has no journeyer “x”.\n")
        #expect(try await world(Failures.refused).run("user", "x").status == .unreachable)
    }

    @Test func `if the handle is unknown, me is an error that says how to set the handle`() async throws {
        let run = try await CommandWorld().run("articles", "--author", "me")
        #expect(run.status == .failed)
        #expect(run.err.contains("hdoc login --handle"))
    }

    @Test func `articles and tags are listed in the order of the cache`() async throws {
        let resource = Resource.articles(author: "ada", tag: "sqs")
        let world = try CommandWorld { script in
            script.handle = "ada"
            script.articles = Samples.cached([Samples.article(day: 23), Samples.article(day: 2)])
            script.refresh[resource] = Samples.report(resource)
            script.tags = Samples.cached([HDOCModels.Tag(tag: "lambda", count: 12), HDOCModels.Tag(tag: "aws", count: 1)])
            script.refresh[.tags] = .failure(Failures.absent)
        }
        #expect(
            try await world.run("articles", "--author", "me", "--tag", "sqs", columns: 200).out == """
                DAY  DATE        AUTHOR  TITLE  TAGS
                 23  2026-11-20  ada     A day  aws sqs
                  2  2026-11-20  ada     A day  aws sqs

                """)
        let tags = try await world.run("tags", columns: 200)
        #expect(tags.status == .done)
        #expect(tags.out == "TAG     ARTICLES\nlambda        12\naws            1\n")
        #expect(
            tags.err == """
                dev has no route GET /tags (403: Missing Authentication Token); from the cache, 3 h ago.

                """)
    }

    @Test func `sync names a handle that it merged with another spelling`() async throws {
        var report = SyncReport()
        report.refreshed = [RefreshReport(resource: .journeyers, received: 2)]
        report.refreshed[0].mergedHandles = ["ada"]
        let merged = report
        let run = try await CommandWorld { $0.sync = merged }.run("sync")
        #expect(run.out.contains("1 handle left out that differs only in case: ada"), "\(run.out)")
        #expect(try await CommandWorld { $0.sync = merged }.run("sync", "--json").out.contains("\"ada\""))
    }

    @Test func `sync says of what it fetched only changes or nothing, and --full asks for whole lists`() async throws {
        var report = SyncReport()
        report.refreshed = [RefreshReport(resource: .journeyers, received: 3), RefreshReport(resource: .tags, received: 0)]
        (report.refreshed[0].extent, report.refreshed[0].removed, report.refreshed[1].extent) = (.changes, 2, .unchanged)
        let changed = report
        let world = try CommandWorld { $0.sync = changed }
        let run = try await world.run("sync", columns: 200)
        #expect(run.out.contains("3  only changes; 2 removed") && run.out.contains("0  unchanged"), "\(run.out)")
        _ = try await world.run("sync", "--full")
        #expect(world.client.log.suffix(2) == ["sync", "sync --full"])
    }

    @Test func `sync reports what was received and what failed`() async throws {
        var report = SyncReport()
        report.refreshed = [RefreshReport(resource: .journeyers, received: 300, unreadable: 2, mayBePartial: true)]
        report.failed = [(.tags, Failures.absent)]
        let partial = report
        let world = try CommandWorld { $0.sync = partial }
        let run = try await world.run("sync", columns: 200)
        #expect(run.status == .done)
        #expect(run.out == "WHAT        RECEIVED\njourneyers       300  2 of 302 could not be read  may be partial\n")
        #expect(run.err == "tags: dev has no route GET /tags (403: Missing Authentication Token).\n")
        let json = try JSONProbe(try await CommandWorld { $0.sync = partial }.run("sync", "--json").out)
        #expect(
            json.object?["resources"]
                == .array([
                    .object([
                        "resource": .string("journeyers"), "received": .number(300), "unreadable": .number(2),
                        "removed": .number(0), "merged_handles": .array([]), "may_be_partial": .bool(true), "extent": .string("whole"),
                        "error": .null, "status": .null,
                    ]),
                    .object([
                        "resource": .string("tags"), "received": .null, "unreadable": .null,
                        "removed": .null, "merged_handles": .null, "may_be_partial": .null, "extent": .null,
                        "error": .string("the stage has no route GET /tags (403: Missing Authentication Token)"), "status": .number(403),
                    ]),
                ]))
        report.refreshed = []
        report.failed = [(.journeyers, Failures.refused), (.tags, Failures.refused)]
        let failed = report
        #expect(try await CommandWorld { $0.sync = failed }.run("sync", "--json").status == .unreachable)
    }
}
