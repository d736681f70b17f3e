/// Suggests a name for a misspelt one.
public enum NearestName {
    /// The known name that differs least from a given one, without regard to case.
    /// - Returns: nil where more than a third of the letters differ (two may always differ), and for names of more than 64
    ///   bytes.
    public static func of(_ name: String, among known: [String]) -> String? {
        // No known name is nearly that long. The limit also bounds the work.
        guard name.utf8.count <= 64 else { return nil }
        let ranked = known.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= max(2, name.count / 3) && best.distance < best.name.count ? best.name : nil
    }

    /// The Levenshtein distance: insertions, deletions and replacements.
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
