/// One field of a request that the API refused, as an element of `errors` in a 400 response.
public struct FieldError: Sendable, Equatable, Codable {
    /// The field's name in the request's body, such as `title`, or the name of a header.
    public var field: String
    /// What is wrong with the field's value, as a text for people. If the client read the error from a response, the text is
    /// sanitised and shortened.
    public var reason: String

    /// An error of one field.
    public init(field: String, reason: String) { (self.field, self.reason) = (field, reason) }
}
