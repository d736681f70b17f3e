import Foundation
import HDOCModels
import Testing

@Suite("Local dates agree with date(1)", .serialized)
struct LocalZoneTests {
    /// One instant every 11.4 hours from January 2025 to January 2027, so that both sides of each clock change are tested.
    private static let instants = stride(from: 1_735_700_000, through: 1_798_800_000, by: 41_117).map { $0 }

    static let values = [
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo",
        "Pacific/Kiritimati", ":Europe/Berlin", ":/usr/share/zoneinfo/Asia/Tokyo", "/usr/share/zoneinfo/Asia/Tokyo", "JST-9",
        "<+09>-9", "UTC-5", "AEST-10AEDT,M10.1.0,M4.1.0/3", "GMT+9", "EST5EDT", "EST5EDT,M3.2.0,M11.1.0",
        "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
        "NST3:30NDT,M3.2.0,M11.1.0", "XXX-5:30:15", "", ":", "Not/A_Zone",
    ]

    @Test func `for 24 values of TZ, offsets, abbreviations and days agree with date`() async throws {
        #expect(Self.values.count == 24)
        await #expect(processExitsWith: .success) {
            for value in LocalZoneTests.values { try LocalZoneTests.compare(value) }
        }
    }

    /// A `TZ` that is a path makes the C library read that file as it reads `/etc/localtime`.
    @Test func `zone files, also links and damaged files, are read as date reads them`() async throws {
        await #expect(processExitsWith: .success) {
            let folder = NSTemporaryDirectory() + "hdoc-zones-\(getpid())"
            try FileManager.default.createDirectory(atPath: folder + "/directory", withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            for name in try LocalZoneTests.makeZoneFiles(in: folder) { try LocalZoneTests.compare(":\(folder)/\(name)") }
        }
    }

    private static func makeZoneFiles(in folder: String) throws -> [String] {
        let berlin = "/usr/share/zoneinfo/Europe/Berlin"
        let whole = FileManager.default.contents(atPath: berlin) ?? Data()
        let contents: [(String, Data)] = [
            ("copied", whole), ("empty", Data()), ("garbage", Data("garbage".utf8)), ("cut", whole.prefix(whole.count / 2)),
            ("head", whole.prefix(44)), ("magic", Data("TZif".utf8)), ("footless", whole.dropLast(20)), ("zeros", Data(count: 100)),
        ]
        for (name, content) in contents { try content.write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
        let links = [
            ("link", berlin), ("relative", "copied"), ("chain", "link"), ("loop", "loop"), ("dangling", "/nonexistent/zone"),
            ("to-directory", "directory"), ("abbreviated", "/usr/share/zoneinfo/EST"),
        ]
        for (name, target) in links { symlink(target, "\(folder)/\(name)") }
        chmod("\(folder)/footless", 0o600)
        return contents.map(\.0) + links.map(\.0) + ["directory", "missing", "./copied"]
    }

    /// Compares the zone that `TZ` names with the output of `date`. It sets `TZ`, so it must run in its own process.
    private static func compare(_ value: String) throws {
        setenv("TZ", value, 1)
        let zone = LocalZone.current(["TZ": value])
        let lines = try date(value)
        #expect(lines.count == instants.count)
        for (second, line) in zip(instants, lines) {
            let instant = Date(timeIntervalSince1970: Double(second))
            let rule = zone.rule(at: instant)
            let offset = LocalZone.offsetText(rule.offset)
            let full = offset.utf8.count == 6 ? offset + ":00" : offset
            #expect("\(CalendarDay(instant, in: zone)) \(full) \(rule.abbreviation)" == line, "TZ=\(value) at \(second)")
        }
    }

    private static func date(_ value: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["TZ=\(value)", "LC_ALL=C", "date", "-f", "-", "+%Y-%m-%d %::z %Z"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let writing = Thread { [instants] in
            input.fileHandleForWriting.write(Data(instants.map { "@\($0)\n" }.joined().utf8))
            try? input.fileHandleForWriting.close()
        }
        writing.start()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }

    @Test(arguments: [
        (["TZ": "JST-9"], "JST-9", LocalZoneSource.environment("JST-9")),
        (["TZ": ":Europe/Berlin"], "Europe/Berlin", .environment(":Europe/Berlin")),
        (["TZ": "/usr/share/zoneinfo/Asia/Tokyo"], "Asia/Tokyo", .environment("/usr/share/zoneinfo/Asia/Tokyo")),
        (["TZ": ""], "UTC", .environment("")), (["TZ": "Not/A_Zone"], "UTC", .unknownValue("Not/A_Zone")),
        (["TZ": "<+09>-9"], "<+09>-9", .environment("<+09>-9")), (["TZ": "../../etc/passwd"], "UTC", .unknownValue("../../etc/passwd")),
    ])
    func `a zone reports its name and its source`(environment: [String: String], name: String, source: LocalZoneSource) {
        let zone = LocalZone.current(environment)
        #expect(zone.identifier == name && zone.source == source)
    }

    @Test func `a day ends at the first instant of the next existing day`() throws {
        func end(_ day: String, _ zone: String) throws -> String {
            let zone = LocalZone(try #require(TimeZone(identifier: zone)))
            return Timestamp.format(try #require(CalendarDay(day)).end(in: zone))
        }
        #expect(try end("2026-03-29", "Europe/Berlin") == "2026-03-29T22:00:00.000Z")
        #expect(try end("2026-10-25", "Europe/Berlin") == "2026-10-25T23:00:00.000Z")
        // In São Paulo the clocks skipped midnight; Samoa skipped a whole day.
        #expect(try end("2018-11-03", "America/Sao_Paulo") == "2018-11-04T03:00:00.000Z")
        #expect(try end("2011-12-29", "Pacific/Apia") == "2011-12-30T10:00:00.000Z")
        #expect(try end("2026-11-23", "Pacific/Kiritimati") == "2026-11-23T10:00:00.000Z")
    }

    @Test func `date arithmetic agrees with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var day = try #require(CalendarDay("1999-12-25"))
        for offset in 0..<3_000 {
            let instant = Date(timeIntervalSince1970: 946_080_000 + Double(offset) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: instant)
            #expect(day == CalendarDay(instant, in: .utc))
            #expect([day.year, day.month, day.day, day.weekday % 7 + 1] == [parts.year, parts.month, parts.day, parts.weekday])
            day = day.adding(days: 1)
        }
        #expect(try #require(CalendarDay("2026-11-23")).days(to: try #require(CalendarDay("1969-12-31"))) == -20_781)
        #expect(day.adding(days: .max).description == "9999-12-31" && day.adding(days: .min).description == "0001-01-01")
    }
}
