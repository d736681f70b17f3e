import HDOCModels

/// A valid body of `POST /{userID}/article`, or of `PUT /{userID}/article/{articleID}`.
struct EntrySubmission: Sendable, Equatable {
    let id: String
    let day: Int
    let date: CalendarDay
    let title: String
    let subtitle: String?
    let body: String
    let tags: [String]
    let link: String?
    let template: String?

    /// The fields that must be equal in two posts for them to count as the same post.
    private var content: RawJSON {
        [
            "id": .string(id), "day": .number(String(day)), "date": .string(date.description), "title": .string(title),
            "subtitle": Self.text(subtitle), "body": .string(body), "tags": .array(tags.map(RawJSON.string)),
            "link": Self.text(link), "template": Self.text(template),
        ]
    }

    func article(author: String, createdAt: String, version: Int) -> StoredArticle {
        let json = content.setting("author", .string(author)).setting("created_at", .string(createdAt))
            .setting("version", .number(String(version)))
        return StoredArticle(
            id: id, author: author, day: day, date: date.description, createdAt: createdAt, version: version, content: content.text,
            json: json.text, summary: StoredArticle.summary(of: json), tags: tags)
    }

    private static func text(_ text: String?) -> RawJSON { text.map(RawJSON.string) ?? .null }

    /// What a body is sent for.
    enum Purpose: Sendable, Equatable {
        case post(idempotencyKey: String?)
        /// A correction of the article with this id.
        case correction(id: String)
    }

    /// Checks a body against the contract's limits and reports every field that exceeds one.
    static func read(_ object: RawJSON, for purpose: Purpose) throws(InvalidRequest) -> EntrySubmission {
        var reader = FieldReader(object)
        let id = reader.id(for: purpose)
        let day = reader.day()
        let date = reader.date()
        let title = reader.title()
        let subtitle = reader.text("subtitle", bytes: 1_000)
        let body = reader.body()
        let tags = reader.tags()
        let link = reader.link("link")
        let template = reader.template()
        guard reader.errors.isEmpty, let id, let day, let date, let title else { throw .fields(reader.errors) }
        return EntrySubmission(
            id: id, day: day, date: date, title: title, subtitle: subtitle, body: body, tags: tags, link: link,
            template: template)
    }
}

extension FieldReader {
    fileprivate mutating func id(for purpose: EntrySubmission.Purpose) -> String? {
        switch purpose {
        case .post(let idempotencyKey): newID(idempotencyKey: idempotencyKey)
        case .correction(let id): sameID(id)
        }
    }

    /// Older articles have ids of any form, also numbers.
    private mutating func sameID(_ id: String) -> String? {
        let given: String? =
            if case .number(let text) = object["id"] { text } else { text("id", required: true) }
        guard let given else { return nil }
        if !given.utf8.elementsEqual(id.utf8) { reject("id", "must be the id in the address") }
        return id
    }

    private mutating func newID(idempotencyKey: String?) -> String? {
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

    /// Stores may order days as texts of five digits.
    private static let largestDay = 99_999

    fileprivate mutating func day() -> Int? {
        guard let value = object["day"], value != .null else {
            reject("day", "is required")
            return nil
        }
        guard let day = value.integer, day >= 1 else {
            reject("day", "must be a whole number from 1")
            return nil
        }
        if day > Self.largestDay { reject("day", "must not exceed \(Self.largestDay)") }
        return day
    }

    fileprivate mutating func date() -> CalendarDay? {
        guard let text = text("date", required: true) else { return nil }
        let date = CalendarDay(text)
        if date == nil { reject("date", "must be a day such as 2026-11-23") }
        return date
    }

    fileprivate mutating func title() -> String? {
        // A character has any number of bytes, so the bytes are limited as well.
        guard let title = text("title", required: true, bytes: 4_000) else { return nil }
        guard !title.allSatisfy(\.isWhitespace), title.count <= EntryRules.longestTitle else {
            reject("title", "must have 1 to \(EntryRules.longestTitle) characters")
            return nil
        }
        return title
    }

    fileprivate mutating func body() -> String {
        let body = text("body") ?? ""
        if body.utf8.count > EntryRules.largestBody { reject("body", "must not exceed 100 kB") }
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
        if tags.count > EntryRules.mostTags { reject("tags", "must be at most 10") }
        if !tags.allSatisfy(EntryRules.isTag) { reject("tags", "must each have 1 to 30 of the characters a-z 0-9 + . # -") }
        return tags
    }

    fileprivate mutating func template() -> String? {
        guard let template = text("template") else { return nil }
        if ArticleTemplate(rawValue: template) == nil { reject("template", "must be micro, short or long") }
        return template
    }
}
