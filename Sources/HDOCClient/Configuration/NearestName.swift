/// "Did you mean": the closest of some known names.
public enum NearestName {
    /// Nil where nothing is near: at most a third of the letters may differ, and always two.
    public static func of(_ name: String, among known: [String]) -> String? {
        // A name longer than any known one by far is no slip of the finger; this also bounds the work.
        guard name.utf8.count <= 64 else { return nil }
        let ranked = known.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= max(2, name.count / 3) && best.distance < best.name.count ? best.name : nil
    }

    /// Levenshtein's: insertions, deletions and replacements.
    private static func distance(_ a: String, _ b: String) -> Int {
        let (from, to) = (Array(a), Array(b))
        var row = Array(0...to.count)
        for (i, letter) in from.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in to.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[to.count]
    }
}
