/// Suggests a known name for a misspelt one.
public enum NearestName {
    /// The known name that is most similar to `name`, ignoring case.
    /// - Returns: nil if no known name is similar enough. At most a third of the letters may differ, but two may always differ.
    ///   Also nil if `name` has more than 64 bytes.
    public static func of(_ name: String, among known: [String]) -> String? {
        // No known name is this long, and the limit bounds the run time.
        guard name.utf8.count <= 64 else { return nil }
        let ranked = known.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= max(2, name.count / 3) && best.distance < best.name.count ? best.name : nil
    }

    /// The Levenshtein distance: the number of insertions, deletions and replacements between two texts.
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
