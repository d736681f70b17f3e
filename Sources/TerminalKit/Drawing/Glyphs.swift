/// The signs that screens draw with, in two sets: `unicode`, and `ascii` for a locale that has nothing else.
public struct Glyphs: Hashable, Sendable {
    public let horizontalRule: Character
    public let verticalRule: Character
    public let topLeft: Character
    public let topRight: Character
    public let bottomLeft: Character
    public let bottomRight: Character
    /// Before the selected row.
    public let pointer: Character
    public let sortedAscending: Character
    public let sortedDescending: Character
    /// A full cell of a bar, and its eighths from one to seven; without eighths a bar has whole cells only.
    public let barFull: Character
    public let barEighths: [Character]
    /// A cell of the second part of a bar of two.
    public let barSecond: Character
    /// A day of the map: posted, counted without an article, queued, the next one, to come.
    public let dayPosted: Character
    public let dayCounted: Character
    public let dayQueued: Character
    public let dayNext: Character
    public let dayToCome: Character
    public let separator: Character
    /// Before the number of places.
    public let rankGained: Character
    public let rankLost: Character

    public static let unicode = Glyphs(
        horizontalRule: "─", verticalRule: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", pointer: "▸",
        sortedAscending: "▲", sortedDescending: "▼", barFull: "█", barEighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], barSecond: "▒",
        dayPosted: "■", dayCounted: "▪", dayQueued: "▣", dayNext: "▢", dayToCome: "·", separator: "·", rankGained: "▲", rankLost: "▼")

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
