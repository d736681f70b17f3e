extension StringProtocol {
    /// The text without white space and line breaks at its ends.
    package var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }

    /// Whether the text is empty or has only white space.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
