import Testing

@testable import HDOCClient

@Suite("The table of routes")
struct RouteTableTests {
    @Test func `method and path come from the contract's notation`() {
        #expect(Route.userByPath.path("a/b") == "users/a%2Fb" && Route.userByPath.method == .get)
        #expect(Route.userByQuery.path("ada") == "user?username=ada")
        #expect(Route.postArticle.path("ada") == "ada/article" && Route.postArticle.method == .post)
        #expect(Call.articles(author: nil, tag: "c#", limit: 5).path == "articles?tag=c%23&limit=5")
    }

    @Test(arguments: Route.allCases)
    func `every route names a method that requests have`(route: Route) {
        #expect(route.rawValue.hasPrefix(route.method.rawValue + " /"))
        #expect(!route.path("x").contains("{"))
    }

    @Test func `a user is looked up by the newest route first`() {
        #expect(Route.serving(.getUser) == [.userByPath, .userByQuery, .userAmongUsers])
    }
}
