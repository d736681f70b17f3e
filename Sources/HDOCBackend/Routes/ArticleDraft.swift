/// The body of `POST /{userID}/article`, found valid.
struct ArticleDraft: Sendable, Equatable {
    static let titleLimit = 120
    /// In bytes of UTF-8.
    static let bodyLimit = 100_000
    static let tagCountLimit = 10
    static let tagLengthLimit = 30

    let id: String
    let day: Int
    let date: CivilDay
    let title: String
    let subtitle: String?
    let body: String
    let tags: [String]
    let link: String?
    let template: String?

    /// Everything that makes one post equal another.
    var content: RawJSON {
        [
            "id": .string(id), "day": .number(String(day)), "date": .string(date.text), "title": .string(title),
            "subtitle": Self.text(subtitle), "body": .string(body), "tags": .array(tags.map(RawJSON.string)),
            "link": Self.text(link), "template": Self.text(template),
        ]
    }

    func article(author: String, createdAt: String) -> RawJSON {
        var article = content
        article["author"] = .string(author)
        article["created_at"] = .string(createdAt)
        return article
    }

    private static func text(_ text: String?) -> RawJSON { text.map(RawJSON.string) ?? .null }

    /// Checks a body against the contract's limits.
    static func read(_ object: RawJSON, idempotencyKey: String?) -> Result<ArticleDraft, Rejection> {
        var reader = FieldReader(object)
        let id = reader.id(idempotencyKey: idempotencyKey)
        let day = reader.day()
        let date = reader.date()
        let title = reader.title()
        let subtitle = reader.text("subtitle")
        let body = reader.body()
        let tags = reader.tags()
        let link = reader.link("link")
        let template = reader.template()
        guard reader.errors.isEmpty, let id, let day, let date, let title else {
            return .failure(Rejection(errors: reader.errors))
        }
        return .success(
            ArticleDraft(
                id: id, day: day, date: date, title: title, subtitle: subtitle, body: body, tags: tags, link: link,
                template: template))
    }

    struct Rejection: Error, Equatable { let errors: [FieldError] }
}

extension FieldReader {
    fileprivate mutating func id(idempotencyKey: String?) -> String? {
        guard let id = text("id", required: true) else { return nil }
        guard Self.isUUIDv7(id) else {
            reject("id", "must be a UUID of version 7")
            return nil
        }
        if idempotencyKey != id { reject("Idempotency-Key", "must be a header that equals the id") }
        return id
    }

    private static func isUUIDv7(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.joined().allSatisfy { $0.isASCII && $0.isHexDigit }
            && parts[2].first == "7" && "89abAB".contains(parts[3].first ?? " ")
    }

    fileprivate mutating func day() -> Int? {
        guard let value = object["day"], value != .null else {
            reject("day", "is required")
            return nil
        }
        guard let day = value.integer, day >= 1 else {
            reject("day", "must be a whole number from 1")
            return nil
        }
        return day
    }

    fileprivate mutating func date() -> CivilDay? {
        guard let text = text("date", required: true) else { return nil }
        let date = CivilDay(text)
        if date == nil { reject("date", "must be a day such as 2026-11-23") }
        return date
    }

    fileprivate mutating func title() -> String? {
        guard let title = text("title", required: true) else { return nil }
        guard !title.allSatisfy(\.isWhitespace), title.count <= ArticleDraft.titleLimit else {
            reject("title", "must have 1 to \(ArticleDraft.titleLimit) characters")
            return nil
        }
        return title
    }

    fileprivate mutating func body() -> String {
        let body = text("body") ?? ""
        if body.utf8.count > ArticleDraft.bodyLimit { reject("body", "must not exceed 100 kB") }
        return body
    }

    fileprivate mutating func tags() -> [String] {
        let values: [RawJSON]
        switch object["tags"] {
        case .array(let list): values = list
        case .string(let tag): values = [.string(tag)]
        case nil, .null: values = []
        default:
            reject("tags", "must be a list of strings")
            return []
        }
        let tags = values.compactMap(\.string)
        if tags.count != values.count { reject("tags", "must be a list of strings") }
        if tags.count > ArticleDraft.tagCountLimit { reject("tags", "must be 10 at most") }
        if !tags.allSatisfy(Self.isTag) { reject("tags", "must each have 1 to 30 of the characters a-z 0-9 + . # -") }
        return tags
    }

    private static func isTag(_ tag: String) -> Bool {
        (1...ArticleDraft.tagLengthLimit).contains(tag.utf8.count)
            && tag.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+.#-".utf8.contains(byte)
            }
    }

    fileprivate mutating func template() -> String? {
        guard let template = text("template") else { return nil }
        if !["micro", "short", "long"].contains(template) { reject("template", "must be micro, short or long") }
        return template
    }
}
