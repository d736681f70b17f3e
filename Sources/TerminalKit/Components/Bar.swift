/// A bar whose length is a number, in eighths of a column where the terminal can show them.
public enum Bar {
    /// `fraction` from 0 to 1 of `width` columns, without padding. What is more than nothing shows, and what is less than all is not
    /// full. Not a number counts as nothing.
    public static func text(_ fraction: Double, width: Int, glyphs: Glyphs) -> String {
        guard width > 0, fraction > 0 else { return "" }
        let steps = glyphs.barEighths.count + 1
        let total = width * steps
        let exact = (min(fraction, 1) * Double(total)).rounded()
        let filled = max(1, fraction < 1 ? min(Int(exact), total - 1) : total)
        let full = String(repeating: glyphs.barFull, count: filled / steps)
        let part = filled % steps
        return part == 0 ? full : full + String(glyphs.barEighths[part - 1])
    }

    /// A bar of two parts, in whole cells, together `fraction` of `width`; `share` of it is the first. A part that is more than
    /// nothing shows where there is room for both.
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
