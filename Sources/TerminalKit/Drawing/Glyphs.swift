/// The symbols that screens draw with. There are two sets: `unicode`, and `ascii` for locales that do not use UTF-8.
public struct Glyphs: Hashable, Sendable {
    /// A horizontal line.
    public let horizontalRule: Character
    /// A vertical line.
    public let verticalRule: Character
    /// The top left corner of a box.
    public let topLeft: Character
    /// The top right corner of a box.
    public let topRight: Character
    /// The bottom left corner of a box.
    public let bottomLeft: Character
    /// The bottom right corner of a box.
    public let bottomRight: Character
    /// The symbol before the selected row.
    public let pointer: Character
    /// The sort marker if the smallest value comes first.
    public let sortedAscending: Character
    /// The sort marker if the largest value comes first.
    public let sortedDescending: Character
    /// A full cell of a bar.
    public let barFull: Character
    /// Parts of a cell of a bar, from the smallest on, in equal steps. If the list is empty, bars have whole cells only.
    public let barParts: [Character]
    /// A cell of the second part of a bar that has two parts.
    public let barSecond: Character
    /// A day of the map of the journey whose entry is posted.
    public let dayPosted: Character
    /// A day that the backend counts as completed but that has no article.
    public let dayCounted: Character
    /// A day whose entry is queued.
    public let dayQueued: Character
    /// The next day.
    public let dayNext: Character
    /// A day after the next one.
    public let dayToCome: Character
    /// The symbol between hints and between facts in a line.
    public let separator: Character
    /// The symbol before the number of places that a rank has gained.
    public let rankGained: Character
    /// The symbol before the number of places that a rank has lost.
    public let rankLost: Character

    /// Box drawing characters. Bars are thin lines, because blocks would stand out more than the numbers beside them.
    public static let unicode = Glyphs(
        horizontalRule: "─", verticalRule: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", pointer: "▸",
        sortedAscending: "▲", sortedDescending: "▼", barFull: "━", barParts: ["╸"], barSecond: "─",
        dayPosted: "■", dayCounted: "▪", dayQueued: "▣", dayNext: "▢", dayToCome: "·", separator: "·", rankGained: "▲", rankLost: "▼")

    /// ASCII characters only.
    public static let ascii = Glyphs(
        horizontalRule: "-", verticalRule: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", pointer: ">",
        sortedAscending: "^", sortedDescending: "v", barFull: "#", barParts: [], barSecond: "=", dayPosted: "#", dayCounted: "=",
        dayQueued: "q",
        dayNext: "_", dayToCome: ".", separator: "-", rankGained: "+", rankLost: "-")

    /// The set for a character set, whose name is that of `nl_langinfo(CODESET)`: `unicode` for UTF-8, otherwise `ascii`.
    public static func forCharacterSet(_ codeset: String) -> Glyphs {
        codeset.uppercased() == "UTF-8" || codeset.uppercased() == "UTF8" ? unicode : ascii
    }

    /// The ASCII character to show instead of a character that the terminal's locale cannot show; `?` if there is none.
    public static func asciiSubstitute(for character: Character) -> Character {
        substitutes[character] ?? "?"
    }

    private static let substitutes: [Character: Character] = [
        "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "▸": ">", "▲": "^", "▼": "v", "■": "#", "▣": "q", "▢": "_",
        "▪": "=", "·": ".", "…": "~", "█": "#", "━": "#", "╸": "#", "▌": "#",
        "≈": "~",
        "≥": ">", "–": "-", "—": "-", "’": "'", "‘": "'", "“": "\"", "”": "\"", "•": "*", "→": ">", "←": "<", "↑": "^", "↓": "v",
    ]

    /// A set of symbols.
    public init(
        horizontalRule: Character, verticalRule: Character, topLeft: Character, topRight: Character, bottomLeft: Character,
        bottomRight: Character, pointer: Character, sortedAscending: Character, sortedDescending: Character, barFull: Character,
        barParts: [Character], barSecond: Character, dayPosted: Character, dayCounted: Character, dayQueued: Character,
        dayNext: Character, dayToCome: Character, separator: Character, rankGained: Character, rankLost: Character
    ) {
        self.horizontalRule = horizontalRule
        self.verticalRule = verticalRule
        self.topLeft = topLeft
        self.topRight = topRight
        self.bottomLeft = bottomLeft
        self.bottomRight = bottomRight
        self.pointer = pointer
        self.sortedAscending = sortedAscending
        self.sortedDescending = sortedDescending
        self.barFull = barFull
        self.barParts = barParts
        self.barSecond = barSecond
        self.dayPosted = dayPosted
        self.dayCounted = dayCounted
        self.dayQueued = dayQueued
        self.dayNext = dayNext
        self.dayToCome = dayToCome
        self.separator = separator
        self.rankGained = rankGained
        self.rankLost = rankLost
    }
}
