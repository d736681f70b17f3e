/// The text of an error for a person.
package struct ErrorDescription: Sendable, Equatable {
    /// What happened and where, without the full stop.
    package var what: String
    /// What to do now, as a full sentence.
    package var remedy: String?

    package init(_ what: String, _ remedy: String? = nil) { (self.what, self.remedy) = (what, remedy) }

    /// `what` and `remedy` as sentences. A full stop is added to `what` unless it ends in `.`, `?` or `!`.
    package var sentence: String {
        let first = what.last.map { ".?!".contains($0) } == true ? what : what + "."
        return remedy.map { "\(first) \($0)" } ?? first
    }
}
