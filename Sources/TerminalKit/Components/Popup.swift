/// A box over the screen: help, a question, the command palette.
public enum Popup {
    /// Draws the box in the middle of `area`, large enough for `content` if there is room, and returns the area inside the border. A box
    /// with fewer than 5 columns or 3 rows has no border; the whole box is returned. What lies behind is dimmed, and the rows of the box
    /// are cleared to the edges of `area`, because half a word beside a box looks like a part of it.
    public static func draw(into frame: inout Frame, area: Rect, title: String, content: Size, glyphs: Glyphs) -> Rect {
        let box = area.centered(Size(width: content.width + 4, height: content.height + 2))
        frame.restyle(area, .behind)
        for row in 0..<box.height { frame.fill(area.row(box.minY - area.minY + row)) }
        frame.cover()
        guard box.width >= 5 && box.height >= 3 else { return box }
        drawBorder(into: &frame, box, glyphs)
        frame.put(" \(title) ", in: box.row(0).inset(left: 2, right: 2), style: .title)
        return box.inset(top: 1, left: 2, bottom: 1, right: 2)
    }

    private static func drawBorder(into frame: inout Frame, _ box: Rect, _ glyphs: Glyphs) {
        let top = box.row(0)
        let bottom = box.row(box.height - 1)
        frame.fill(top, with: glyphs.horizontalRule, style: .dim)
        frame.fill(bottom, with: glyphs.horizontalRule, style: .dim)
        for column in [box.inset(right: box.width - 1), box.inset(left: box.width - 1)] {
            frame.fill(column, with: glyphs.verticalRule, style: .dim)
        }
        let corners = [
            (glyphs.topLeft, Point(x: box.minX, y: box.minY)), (glyphs.topRight, Point(x: box.maxX - 1, y: box.minY)),
            (glyphs.bottomLeft, Point(x: box.minX, y: box.maxY - 1)),
            (glyphs.bottomRight, Point(x: box.maxX - 1, y: box.maxY - 1)),
        ]
        for (glyph, point) in corners { frame.put(String(glyph), at: point, style: .dim) }
    }
}
