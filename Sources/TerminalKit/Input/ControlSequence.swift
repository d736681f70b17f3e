/// A control sequence that a terminal sends: `ESC [`, perhaps a character of `<=>?`, numbers, perhaps one of `!"#$%&'()*+,-./` and the
/// space, and a final character.
struct ControlSequence {
    /// The character before the numbers, if any.
    let prefix: Character?
    /// The numbers. An omitted number is 0; after a colon, only the first number is kept.
    let parameters: [Int]
    /// The character before the final one, if any.
    let intermediate: Character?
    /// The final character.
    let final: Character

    /// Nil if the bytes are not exactly one control sequence.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 3, bytes.starts(with: [KeySequences.escape, UInt8(ascii: "[")]), let last = bytes.last,
            (0x40...0x7E).contains(last)
        else { return nil }
        var body = bytes[2..<bytes.count - 1]
        if let first = body.first, (0x3C...0x3F).contains(first) {
            prefix = Character(UnicodeScalar(first))
            body = body.dropFirst()
        } else {
            prefix = nil
        }
        if let other = body.last, (0x20...0x2F).contains(other) {
            intermediate = Character(UnicodeScalar(other))
            body = body.dropLast()
        } else {
            intermediate = nil
        }
        guard body.allSatisfy({ (0x30...0x3B).contains($0) }) else { return nil }
        let groups = body.isEmpty ? [] : body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        parameters = groups.map { group in Int(String(decoding: group.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) ?? 0 }
        final = Character(UnicodeScalar(last))
    }
}
