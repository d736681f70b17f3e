import Testing

@testable import TerminalKit

@Suite("Lists and tables")
struct ListTests {
    @Test(arguments: [
        (10, "j", 1, 0), (10, "jjj", 3, 0), (10, "jjjj", 4, 1), (10, "jjjjk", 3, 1), (10, "k", 0, 0), (10, "G", 9, 6),
        (10, "Gk", 8, 6), (10, "Gg", 0, 0), (10, "f", 3, 0), (10, "ff", 6, 3), (10, "ffff", 9, 6), (10, "Gb", 6, 6), (10, "Gbb", 3, 3),
        (3, "G", 2, 0), (3, "jjjjj", 2, 0), (0, "jGf", 0, 0),
    ])
    func `keys move the selection and keep it in view`(count: Int, keys: String, selection: Int, offset: Int) throws {
        var list = ListState(count: count)
        for key in keys {
            let key = key == "f" || key == "b" ? Key.ctrl(key) : .char(key)
            list.move(try #require(ListMove(key: key)), height: 4)
        }
        #expect(list.selection == selection)
        #expect(list.offset == offset)
        #expect(list.selected == (count == 0 ? nil : selection))
    }

    @Test func `a list that shrinks keeps a row selected and shows no empty rows below its last row`() {
        var list = ListState(count: 100)
        list.move(.last, height: 10)
        list.setCount(12, height: 10)
        #expect(list.selection == 11 && list.window(height: 10) == 2..<12)
        list.setCount(0, height: 10)
        #expect(list.selected == nil && list.window(height: 10).isEmpty)
        list.setCount(5, height: 10)
        #expect(list.window(height: 10) == 0..<5)
    }

    @Test func `a window of any height shows the selected row`() {
        var list = ListState(count: 1000)
        list.move(.to(500), height: 20)
        for height in 1...50 { #expect(list.window(height: height).contains(500)) }
        #expect(list.window(height: 0).isEmpty)
    }

    private let table = Table(
        columns: [
            TableColumn(title: "Handle", minimum: 6, ideal: 10, priority: 0),
            TableColumn(title: "Name", minimum: 8, ideal: 12, priority: 2),
            TableColumn(title: "Days", minimum: 6, ideal: 6, priority: 1, alignment: .trailing),
        ], sort: TableSort(column: 2, isAscending: false))

    private func draw(_ size: Size, list: ListState) -> Frame {
        var frame = Frame(size: size)
        table.draw(into: &frame, area: frame.bounds, list: list, glyphs: .unicode) { row in
            [Span("user\(row)"), Span("Name of \(row)", .dim), Span("\(row * 7)")]
        }
        return frame
    }

    @Test func `a table gives each column its ideal width if there is room`() {
        #expect(
            draw(Size(width: 40, height: 3), list: ListState(count: 2)).text == """
                  Handle      Name          Days ▼
                ▸ user0       Name of 0          0
                  user1       Name of 1          7

                """)
    }

    @Test func `a table without room leaves out the least important columns first`() {
        #expect(draw(Size(width: 17, height: 2), list: ListState(count: 1)).text == "  Handle   Days ▼\n▸ user0         0\n")
        #expect(draw(Size(width: 10, height: 2), list: ListState(count: 1)).text == "  Handle\n▸ user0\n")
        #expect(draw(Size(width: 5, height: 2), list: ListState(count: 1)).text == "  Ha…\n▸ us…\n")
    }

    @Test func `a table can be drawn at any size`() {
        var list = ListState(count: 30)
        list.move(.last, height: 5)
        for width in 0...30 {
            for height in 0...6 {
                let frame = draw(Size(width: width, height: height), list: list)
                #expect(frame.cursor.map { frame.bounds.contains($0) } ?? true)
            }
        }
    }

    @Test func `a table of 100,000 rows requests only the visible rows, and puts the cursor on the selected one`() {
        var list = ListState(count: 100_000)
        list.move(.to(77_777), height: 9)
        var frame = Frame(size: Size(width: 40, height: 10))
        var asked: [Int] = []
        table.draw(into: &frame, area: frame.bounds, list: list, glyphs: .ascii) { row in
            asked.append(row)
            return [Span("user\(row)")]
        }
        #expect(asked == Array(77_769...77_777))
        #expect(frame.cursor == Point(x: 0, y: 9))
        #expect(frame.lines[9] == "> user77777")
        #expect(frame.row(9).first?.style == .selected)
    }

    @Test func `the bar covers the columns up to the last marked one, so that a step of the selection changes few cells`() {
        let columns = ["a", "b", "c"].map { TableColumn(title: $0, minimum: 6, ideal: 6, priority: 0) }
        for (last, width) in [(0, 8), (1, 16), (2, 24)] {
            var frame = Frame(size: Size(width: 40, height: 3))
            Table(columns: columns, lastMarkedColumn: last).draw(
                into: &frame, area: frame.bounds, list: ListState(count: 2), glyphs: .ascii
            ) {
                _ in [Span("one"), Span("two"), Span("three")]
            }
            #expect(frame.row(1).map { $0.style == .selected } == (0..<40).map { $0 < width })
            #expect(frame.row(2).allSatisfy { $0.style != .selected })
        }
    }
}
