import Testing

@testable import HDOCClient

@Suite("Table of routes")
struct RouteTableTests {
    @Test func `the method and the path of a route are read from the contract's notation`() {
        #expect(Route.userByPath.path(["a/b"]) == "users/a%2Fb" && Route.userByPath.method == .get)
        #expect(Route.userByQuery.path(["ada"]) == "user?username=ada")
        #expect(Route.postArticle.path(["ada"]) == "ada/article" && Route.postArticle.method == .post)
        #expect(Route.correctArticle.path(["ada", "7/8"]) == "ada/article/7%2F8" && Route.correctArticle.method == .put)
        #expect(Route.removeArticle.path(["ada", "7"]) == "ada/article/7" && Route.removeArticle.method == .delete)
        #expect(Call.articles(author: nil, tag: "c#", limit: 5).path == "articles?tag=c%23&limit=5")
    }

    @Test(arguments: Route.allCases)
    func `every route has a method that requests support and a path without placeholders`(route: Route) {
        #expect(route.rawValue.hasPrefix(route.method.rawValue + " /"))
        #expect(!route.path(["x", "y"]).contains("{"))
    }

    @Test func `the newest route for looking up a user is tried first`() {
        #expect(Route.serving(.getUser) == [.userByPath, .userByQuery, .userAmongUsers])
    }
}
