/// One column of one row.
struct Cell: Hashable, Sendable {
    /// A base and its combining marks; empty in the right half of a wide character.
    var text: String
    var style: Style
    /// 1 or 2 columns; 0 in the right half of a wide character.
    var columns: Int

    static let blank = Cell(text: " ", style: .normal, columns: 1)

    static func blank(_ style: Style) -> Cell {
        Cell(text: " ", style: style, columns: 1)
    }

    static func rightHalf(_ style: Style) -> Cell {
        Cell(text: "", style: style, columns: 0)
    }
}
