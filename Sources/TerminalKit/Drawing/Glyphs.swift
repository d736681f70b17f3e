/// The signs that screens draw with, in two sets: `unicode`, and `ascii` for a locale that has nothing else.
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
    /// Before the selected row.
    public let pointer: Character
    /// The sort marker if the smallest value comes first.
    public let sortedAscending: Character
    /// The sort marker if the largest value comes first.
    public let sortedDescending: Character
    /// A full cell of a bar, and its eighths from one to seven; without eighths a bar has whole cells only.
    public let barFull: Character
    /// One to seven eighths of a cell of a bar. Empty: bars have whole cells only.
    public let barEighths: [Character]
    /// A cell of the second part of a bar of two.
    public let barSecond: Character
    /// A day of the map: posted, counted without an article, queued, the next one, to come.
    public let dayPosted: Character
    /// A day that counts but has no article.
    public let dayCounted: Character
    /// A day whose entry is queued.
    public let dayQueued: Character
    /// The next day.
    public let dayNext: Character
    /// A day after the next one.
    public let dayToCome: Character
    /// Between hints and between facts in a line.
    public let separator: Character
    /// Before the number of places.
    public let rankGained: Character
    /// Before the number of places that a rank has lost.
    public let rankLost: Character

    /// Box drawing characters and blocks.
    public static let unicode = Glyphs(
        horizontalRule: "─", verticalRule: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", pointer: "▸",
        sortedAscending: "▲", sortedDescending: "▼", barFull: "█", barEighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], barSecond: "▒",
        dayPosted: "■", dayCounted: "▪", dayQueued: "▣", dayNext: "▢", dayToCome: "·", separator: "·", rankGained: "▲", rankLost: "▼")

    /// ASCII characters only.
    public static let ascii = Glyphs(
        horizontalRule: "-", verticalRule: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", pointer: ">",
        sortedAscending: "^", sortedDescending: "v", barFull: "#", barEighths: [], barSecond: "=", dayPosted: "#", dayCounted: "=",
        dayQueued: "q",
        dayNext: "_", dayToCome: ".", separator: "-", rankGained: "+", rankLost: "-")

    /// By the locale's character set, as `nl_langinfo(CODESET)` names it.
    public static func forCharacterSet(_ codeset: String) -> Glyphs {
        codeset.uppercased() == "UTF-8" || codeset.uppercased() == "UTF8" ? unicode : ascii
    }

    /// What stands for a character that the terminal's locale cannot show.
    public static func asciiSubstitute(for character: Character) -> Character {
        substitutes[character] ?? "?"
    }

    private static let substitutes: [Character: Character] = [
        "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "▸": ">", "▲": "^", "▼": "v", "■": "#", "▣": "q", "▢": "_",
        "▪": "=", "·": ".", "░": ":", "▒": "=", "…": "~", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": " ", "▎": " ", "▏": " ",
        "≈": "~",
        "≥": ">", "–": "-", "—": "-", "’": "'", "‘": "'", "“": "\"", "”": "\"", "•": "*", "→": ">", "←": "<", "↑": "^", "↓": "v",
    ]

    /// A set of symbols.
    public init(
        horizontalRule: Character, verticalRule: Character, topLeft: Character, topRight: Character, bottomLeft: Character,
        bottomRight: Character, pointer: Character, sortedAscending: Character, sortedDescending: Character, barFull: Character,
        barEighths: [Character], barSecond: Character, dayPosted: Character, dayCounted: Character, dayQueued: Character,
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
        self.barEighths = barEighths
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
