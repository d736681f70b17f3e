import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Marks")
struct MarkTests {
    /// The handles in the rows that have the sign of a mark.
    private func marked(_ state: AppState) -> [String] {
        let screen = state.screens.journeyers
        return screen.shown.indices.filter(screen.isMarked).map { screen.shown[$0].handle }.sorted()
    }

    private func byHandle() -> AppState {
        var state = Sample.state(tab: .journeyers)
        while state.screens.journeyers.sort != .handle { state.press(.char("s")) }
        state.press(.char("g"))
        return state
    }

    @Test func `m marks a row with a sign, moves on, and takes the mark away again; the title counts`() {
        var state = byHandle()
        let first = state.screens.journeyers.shown[0].handle
        state.press(.char("m"))
        #expect(marked(state) == [first] && state.screens.journeyers.list.selection == 1)
        #expect(state.screen.contains(" *\(first)") && state.screen.contains("1 marked"))
        state.press(.char("k"), .char("m"))
        #expect(marked(state) == [] && !state.screen.contains("marked"))
    }

    @Test func `M marks a range in both directions, the star all shown rows, and U clears`() {
        var state = byHandle()
        state.press(.char("M"))
        #expect(state.toast?.text == "Mark one end of the range first.")
        state.press(.char("m"), .char("j"), .char("j"), .char("M"))
        #expect(marked(state).count == 4)
        state.press(.char("U"), .char("G"), .char("m"), .char("k"), .char("k"), .char("M"))
        #expect(marked(state).count == 3)
        state.press(.char("U"), .char("/"))
        state.type("lam")
        state.press(.enter, .char("*"), .escape)
        #expect(marked(state) == ["adalamarr", "lamberto"])
        state.press(.char("U"))
        #expect(marked(state) == [] && state.toast?.text == "Nothing is marked.")
    }

    @Test func `marks survive another order, a filter, a view and a refresh`() throws {
        var state = byHandle()
        state.press(.char("m"), .char("m"))
        let before = marked(state)
        state.press(.char("s"), .char("S"))
        #expect(marked(state) == before)
        state.press(.char("/"))
        state.type("silent")
        #expect(marked(state) == [] && state.screens.journeyers.marks.count == 2)
        state.press(.escape)
        state.receive(.cache(.read(.journeyerIndex(JourneyerIndex(Snapshot(value: Sample.journeyers.reversed(), fetchedAt: Sample.now))))))
        #expect(marked(state) == before)
    }

    @Test func `y copies the handles of the marked ones, also of those that are filtered out`() {
        var state = byHandle()
        state.press(.char("*"), .char("/"))
        state.type("silent")
        let effects = state.press(.enter, .char("y"))
        let handles = "ada\nadalamarr\nbjork\nlamberto\nMisakiTakahashi\nsilent"
        #expect(effects == [.desktop(.copy(handles, what: "6 handles"))])
    }

    @Test func `o opens up to five pages at once, and asks before it opens more`() {
        var state = byHandle()
        state.press(.char("m"), .char("m"))
        let two = state.press(.char("o"))
        #expect(two == [.desktop(.openLink("https://github.com/ada")), .desktop(.openLink("https://github.com/adalamarr"))])
        state.press(.char("*"))
        #expect(state.press(.char("o")) == [])
        #expect(state.screen.contains("Open 6 pages in the browser?"))
        #expect(state.press(.char("y")).count == 6)
    }

    @Test func `an export asks for the file, writes CSV or JSON for its owner only, and asks before it replaces`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hdoc-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func order(_ name: String, _ state: inout AppState) throws -> ExportOrder {
            state.press(.char(">"), .ctrl("u"))
            state.type(folder.appending(path: name).path)
            guard case .desktop(.export(let order))? = state.press(.enter).first else { throw CancellationError() }
            return order
        }
        var state = byHandle()
        state.press(.char(">"))
        #expect(state.toast?.text == "Nothing is marked.")
        state.press(.char("m"), .char("m"), .char(">"))
        #expect(state.screen.contains("journeyers.csv") && state.screen.contains("A file for 2 journeyers"))
        state.type("x")
        state.press(.enter)
        #expect(state.screen.contains("The name must end in .csv or .json."))
        state.press(.escape)

        let csv = try order("a.csv", &state)
        try csv.write()
        let lines = try String(contentsOfFile: csv.path, encoding: .utf8).components(separatedBy: "\r\n")
        #expect(lines.count == 4 && lines[0].hasPrefix("github_username,full_name,bio,days_completed"))
        #expect(lines[1].hasPrefix("ada,Ada Okafor,Writes tests for the weather.,23,61,30"))
        let mode = try FileManager.default.attributesOfItem(atPath: csv.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)

        let again = #expect(throws: FileError.self) { try csv.write() }
        #expect(again?.reason == .exists)
        state.receive(.desktop(.exported(csv, .failure(FileError(csv.path, .exists)))))
        #expect(state.screen.contains("exists. Replace it with 2 journeyers?"))
        guard case .desktop(.export(let replacing))? = state.press(.char("y")).first else { throw CancellationError() }
        try replacing.write()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"], "no temporary file is left")

        let json = try order("b.json", &state)
        try json.write()
        let objects = try JSONParser.read(Data(contentsOf: URL(filePath: json.path))).array
        #expect(objects?.compactMap { $0.object?["github_username"]?.text } == ["ada", "adalamarr"])
    }

    @Test func `a cell that a spreadsheet would calculate is exported as a text`() throws {
        var journeyer = Journeyer(handle: "=HYPERLINK(1)")
        journeyer.fullName = "a,\"b\""
        let index = JourneyerIndex(Snapshot(value: [journeyer]))
        let order = ExportOrder(content: .journeyers(index, [0]), path: "x.csv", format: .csv)
        #expect(String(decoding: order.bytes, as: UTF8.self).contains("\r\n'=HYPERLINK(1),\"a,\"\"b\"\"\","))
    }

    @Test func `articles can be marked, and their links copied`() {
        var state = Sample.state(tab: .articles)
        state.press(.char("*"))
        let count = state.screens.articles.shown.count
        #expect(count > 0 && state.screen.contains("\(count) marked"))
        guard case .desktop(.copy(let text, _))? = state.press(.char("y")).first else { return #expect(Bool(false)) }
        #expect(text.split(separator: "\n").count == state.screens.articles.shown.compactMap(\.link).count)
        state.press(.char("U"))
        #expect(state.screens.articles.marks.isEmpty)
    }
}
