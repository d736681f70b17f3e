/// One cell of a frame: one column of one row.
public struct Cell: Hashable, Sendable {
    /// A base character with its combining marks; empty in the right half of a wide character.
    public var text: String
    /// How the cell looks.
    public var style: Style
    /// The width of the character, 1 or 2 columns; 0 in the right half of a wide character.
    public var columns: Int

    /// A space in the normal style.
    public static let blank = Cell(text: " ", style: .normal, columns: 1)

    /// A space in a style.
    public static func blank(_ style: Style) -> Cell {
        Cell(text: " ", style: style, columns: 1)
    }

    /// The cell to the right of a character that is two columns wide.
    public static func rightHalf(_ style: Style) -> Cell {
        Cell(text: "", style: style, columns: 0)
    }

    /// A cell with all its properties.
    public init(text: String, style: Style, columns: Int) {
        self.text = text
        self.style = style
        self.columns = columns
    }
}
