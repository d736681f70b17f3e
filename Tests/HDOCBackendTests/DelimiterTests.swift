import HDOCService
import Testing

@testable import HDOCBackend

/// The same rule as in the tests of the client: a character with a mark is not equal to the ASCII character, but a browser and a gateway
/// read bytes.
@Suite("A mark beside an ASCII delimiter does not hide the delimiter in the backend")
struct BackendDelimiterTests {
    static let marks = ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "\u{1F3FD}", "\u{E0020}", "é"]

    @Test(arguments: marks)
    func `the hosted page escapes every special character`(_ mark: String) {
        let escaped = HostedPage.escape("\"\(mark)'\(mark)<\(mark)>\(mark)&\(mark)")
        #expect(escaped.utf8.elementsEqual("&quot;\(mark)&#39;\(mark)&lt;\(mark)&gt;\(mark)&amp;\(mark)".utf8))
    }

    @Test(arguments: marks)
    func `forms, cookies and routes`(_ mark: String) {
        let form = FormFields(encoded: "a=1\(mark)&\(mark)b=\(mark)2")
        #expect(form["a"]?.utf8.elementsEqual("1\(mark)".utf8) == true && form["\(mark)b"]?.utf8.elementsEqual("\(mark)2".utf8) == true)
        func head(_ cookie: String) -> RequestHead {
            RequestHead(method: "GET", path: "/", rawQuery: "", headers: ["cookie": cookie], size: 0)
        }
        #expect(head("x=\(mark);\(mark)y=1; session=\(mark)s;z=\(mark)").cookie("session")?.utf8.elementsEqual("\(mark)s".utf8) == true)
        #expect(head("session\(mark)=s").cookie("session") == nil)
        #expect(head("a=1\u{37E}session=s").cookie("session") == nil, "a Greek question mark is not a semicolon")
        #expect(ServiceRoute.match(method: "GET", path: "/users/\(mark)ada", layer: .planned)?.route == .userByPath)
        #expect(ServiceRoute.match(method: "GET", path: "/users/a/\(mark)b", layer: .planned) == nil)
        #expect(Gateway.serves("/Prod/\(mark)users") && !Gateway.serves("/Prod\(mark)/users"))
    }
}
