#if DEBUG || HDOC_FUZZ
import Foundation
@testable import HDOCClient
@testable import HDOCModels
@testable import HDOCService
import SafeText

extension FuzzTarget {
    /// Replies of a stage and of its sign-in provider.
    static let replies = [
        FuzzTarget("json", json), FuzzTarget("user", user), FuzzTarget("article", article), FuzzTarget("list", list),
        FuzzTarget("error", error), FuzzTarget("tokens", tokens),
    ]

    /// A value that was read is written and read again without a change. The service's own reader accepts what is written.
    private static func json(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.read(bytes) else { return }
        for isIndented in [false, true] {
            let text = JSONWriter.text(value, isIndented: isIndented)
            promise((try? JSONParser.read(text.utf8)) == value, "JSON that hdoc writes is what it read")
            promise((try? JSONReader.read(text.utf8)) != nil, "the service reads what hdoc writes")
        }
    }

    private static func user(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.read(bytes), let user = Journeyer(json: value) else { return }
        promise(!user.handle.isEmpty && user.handle.utf8.count <= 2048, "a handle is not empty")
        promise((try? JSONParser.read(JSONWriter.text(user.json).utf8)) == user.json, "a user can be printed as JSON")
        guard let again = Journeyer(json: user.json) else { return promise(false, "a printed user can be read") }
        promise(again.handle == user.handle && again.totalScore == user.totalScore, "a printed user is the same user")
    }

    private static func article(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.read(bytes), let article = Article(json: value) else { return }
        guard let again = Article(json: article.json) else { return promise(false, "a printed article can be read") }
        promise(again.id == article.id && again.title == article.title && again.body == article.body, "the same article")
        promise(again.day == article.day && again.date == article.date && again.tags == article.tags, "the same article")
    }

    private static func list(_ bytes: [UInt8]) {
        let list = DecodedList.read(Data(bytes), limit: nil, Journeyer.init(json:))
        compareWithArriving(bytes, list)
        guard let list else { return }
        promise(list.unreadable >= 0 && list.elements.count + list.unreadable <= bytes.count, "each element is counted")
        promise(DecodedList.read(Data(bytes), limit: nil, Article.init(json:)) != nil, "a list is a list of anything")
    }

    /// A list that is decoded in one pass while it arrives, in pieces of any size, has the same users as the whole list.
    private static func compareWithArriving(_ bytes: [UInt8], _ list: DecodedList<Journeyer>?) {
        var expected = JourneyerBatch()
        for journeyer in list?.elements ?? [] { expected.append(journeyer) }
        for size in [bytes.count, 7, 1] where size > 0 && bytes.count / size < 5_000 {
            var (page, batch) = (PageDecoder(), JourneyerBatch())
            for start in stride(from: 0, to: bytes.count, by: size) {
                page.take(Array(bytes[start..<min(start + size, bytes.count)]), into: &batch, removing: false)
            }
            promise(page.isList == (list != nil), "the same bytes are a list")
            guard let list else { continue }
            promise(page.received == list.elements.count && page.unreadable == list.unreadable, "as many are readable")
            promise(batch.count == expected.count && batch.removals == expected.removals, "the same users")
            for row in 0..<batch.count { promise(columns(batch, row) == columns(expected, row), "the same user \(columns(expected, row))") }
        }
    }

    private static func columns(_ batch: JourneyerBatch, _ row: Int) -> [String] {
        batch.row(row).map { value in
            guard case .text(let start, let count) = value else { return "\(value)" }
            return "text " + String(decoding: batch.texts[Int(start)..<Int(start + count)], as: UTF8.self)
        }
    }

    private static func error(_ bytes: [UInt8]) {
        for status in [400, 401, 403, 404, 409, 429, 500, 502] {
            let response = Response(status: status, headers: [], body: Data(bytes))
            let classifier = ReplyClassifier(call: Call(.articles), credential: Secret("a-token-of-some-length"))
            guard let error = classifier.error(in: response) else { return promise(false, "an error is an error") }
            promise(isClean(error.serverText ?? ""), "a server's message is sanitised")
            promise(!(error.serverText ?? "").contains("a-token-of-some-length"), "no token is shown")
        }
        let body = ServerBody(Data(bytes))
        promise(isClean(body.existingID ?? ""), "an id is sanitised")
        for field in body.fieldErrors { promise(isClean(field.field) && isClean(field.reason), "a reason is sanitised") }
    }

    private static func tokens(_ bytes: [UInt8]) {
        _ = try? JSONDecoder().decode(TokenClaims.self, from: Data(bytes))
        _ = TokenClaims(unverified: Secret(String(decoding: bytes, as: UTF8.self)))
        if let document = try? TokenDocument.decoder.decode(TokenDocument.self, from: Data(bytes)),
            let again = try? TokenDocument.encoder.encode(TokenDocument(document.tokens))
        {
            promise((try? TokenDocument.decoder.decode(TokenDocument.self, from: again)) != nil, "tokens are written as they are read")
        }
    }
}
#endif
