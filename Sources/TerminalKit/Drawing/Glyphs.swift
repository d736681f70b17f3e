/// The signs that screens draw with, in two sets: `unicode`, and `ascii` for a locale that has nothing else.
struct Glyphs: Hashable, Sendable {
    let horizontalRule: Character
    let verticalRule: Character
    let topLeft: Character
    let topRight: Character
    let bottomLeft: Character
    let bottomRight: Character
    /// Before the selected row.
    let pointer: Character
    let sortedAscending: Character
    let sortedDescending: Character
    /// A full cell of a bar, and its eighths from one to seven; without eighths a bar has whole cells only.
    let barFull: Character
    let barEighths: [Character]
    /// A cell of the second part of a bar of two.
    let barSecond: Character
    /// A day of the map: posted, counted without an article, queued, the next one, to come.
    let dayPosted: Character
    let dayCounted: Character
    let dayQueued: Character
    let dayNext: Character
    let dayToCome: Character
    let separator: Character
    /// Before the number of places.
    let rankGained: Character
    let rankLost: Character

    static let unicode = Glyphs(
        horizontalRule: "─", verticalRule: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", pointer: "▸",
        sortedAscending: "▲", sortedDescending: "▼", barFull: "█", barEighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], barSecond: "▒",
        dayPosted: "■", dayCounted: "▪", dayQueued: "▣", dayNext: "▢", dayToCome: "·", separator: "·", rankGained: "▲", rankLost: "▼")

    static let ascii = Glyphs(
        horizontalRule: "-", verticalRule: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", pointer: ">",
        sortedAscending: "^", sortedDescending: "v", barFull: "#", barEighths: [], barSecond: "=", dayPosted: "#", dayCounted: "=",
        dayQueued: "q",
        dayNext: "_", dayToCome: ".", separator: "-", rankGained: "+", rankLost: "-")

    /// By the locale's character set, as `nl_langinfo(CODESET)` names it.
    static func forCharacterSet(_ codeset: String) -> Glyphs {
        codeset.uppercased() == "UTF-8" || codeset.uppercased() == "UTF8" ? unicode : ascii
    }

    /// What stands for a character that the terminal's locale cannot show.
    static func asciiSubstitute(for character: Character) -> Character {
        substitutes[character] ?? "?"
    }

    private static let substitutes: [Character: Character] = [
        "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "▸": ">", "▲": "^", "▼": "v", "■": "#", "▣": "q", "▢": "_",
        "▪": "=", "·": ".", "░": ":", "▒": "=", "…": "~", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": " ", "▎": " ", "▏": " ",
        "≈": "~",
        "≥": ">", "–": "-", "—": "-", "’": "'", "‘": "'", "“": "\"", "”": "\"", "•": "*", "→": ">", "←": "<", "↑": "^", "↓": "v",
    ]
}
