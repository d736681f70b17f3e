/// A horizontal bar for a number, with a resolution of half a column if the terminal supports it.
public enum Bar {
    /// A bar that fills `fraction` (0 to 1) of `width` columns, without padding. A fraction above 0 always shows a part of the bar, and
    /// a fraction below 1 never shows a full bar. NaN counts as 0.
    public static func text(_ fraction: Double, width: Int, glyphs: Glyphs) -> String {
        guard width > 0, fraction > 0 else { return "" }
        let steps = glyphs.barParts.count + 1
        let total = width * steps
        let exact = (min(fraction, 1) * Double(total)).rounded()
        let filled = max(1, fraction < 1 ? min(Int(exact), total - 1) : total)
        let full = String(repeating: glyphs.barFull, count: filled / steps)
        let part = filled % steps
        return part == 0 ? full : full + String(glyphs.barParts[part - 1])
    }

    /// A bar of two parts in whole cells. Together they fill `fraction` (0 to 1) of `width` columns; the first part is `share` (0 to 1)
    /// of the bar. If the bar has at least two cells, a part above 0 has at least one cell.
    public static func parts(_ fraction: Double, first share: Double, width: Int, glyphs: Glyphs) -> (first: String, second: String) {
        guard width > 0, fraction > 0 else { return ("", "") }
        let total = max(1, Int((min(fraction, 1) * Double(width)).rounded()))
        var first = Int((min(max(share, 0), 1) * Double(total)).rounded())
        if total >= 2 {
            if share > 0 { first = max(1, first) }
            if share < 1 { first = min(total - 1, first) }
        }
        return (String(repeating: glyphs.barFull, count: first), String(repeating: glyphs.barSecond, count: total - first))
    }
}
