/// A text that must never be shown, such as a token. Printing, dumping or interpolating it produces "(secret)", and it cannot
/// be encoded.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. Only transports, token stores and signers may read it.
    public let exposed: String
    /// Wraps a secret text.
    public init(_ text: String) { exposed = text }
    /// Always "(secret)".
    public var description: String { "(secret)" }
    /// Always "(secret)".
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` prints no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
