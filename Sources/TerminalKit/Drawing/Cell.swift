/// One column of one row.
public struct Cell: Hashable, Sendable {
    /// A base and its combining marks; empty in the right half of a wide character.
    public var text: String
    public var style: Style
    /// 1 or 2 columns; 0 in the right half of a wide character.
    public var columns: Int

    public static let blank = Cell(text: " ", style: .normal, columns: 1)

    public static func blank(_ style: Style) -> Cell {
        Cell(text: " ", style: style, columns: 1)
    }

    public static func rightHalf(_ style: Style) -> Cell {
        Cell(text: "", style: style, columns: 0)
    }

    public init(text: String, style: Style, columns: Int) {
        self.text = text
        self.style = style
        self.columns = columns
    }
}
