/// A text that must never be shown, such as a token. Printing, dumping or interpolating it gives "(secret)", and it cannot
/// be encoded.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. Only transports, token stores and signers read it.
    public let exposed: String
    /// Hides a text.
    public init(_ text: String) { exposed = text }
    /// "(secret)".
    public var description: String { "(secret)" }
    /// "(secret)".
    public var debugDescription: String { description }
    /// Without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
