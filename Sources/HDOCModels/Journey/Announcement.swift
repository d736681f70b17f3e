/// The text with which a day is announced: `[11/100] #100DaysOfCloud Today I set up … https://…`.
public struct Announcement: Sendable, Equatable {
    public let text: String

    public init(day: Int, title: String, link: String?) {
        let head = "[\(day)/\(EntryRules.lastDay)] #100DaysOfCloud \(title)"
        text = link.map { "\(head) \($0)" } ?? head
    }
}
