import Testing

@testable import HDOCService

@Suite("The table of routes")
struct ServiceRouteTests {
    private static func example(_ route: ServiceRoute) -> String {
        route.path.replacing("{userID}", with: "ada").replacing("{articleID}", with: "a%2F1")
    }

    @Test func `each layer serves the routes of the contract`() {
        func routes(_ layer: Layer) -> [ServiceRoute] {
            ServiceRoute.allCases.filter { $0.definition.layers.contains(layer) }
        }
        #expect(routes(.main) == [.userAmongUsers])
        #expect(routes(.dev) == [.userByQuery, .scannedUsers])
        #expect(routes(.planned) == ServiceRoute.allCases.filter { ![.userAmongUsers, .scannedUsers].contains($0) })
    }

    @Test(arguments: ServiceRoute.allCases)
    func `a route is found by its own method and path, and only once on each layer`(route: ServiceRoute) throws {
        let path = Self.example(route)
        #expect(!route.definition.layers.isEmpty)
        for layer in route.definition.layers {
            #expect(ServiceRoute.match(method: route.method, path: path, layer: layer)?.route == route)
            #expect(ServiceRoute.match(method: "PATCH", path: path, layer: layer) == nil)
            #expect(ServiceRoute.match(method: route.method, path: path + "/", layer: layer) == nil)
            #expect(ServiceRoute.hasPath(path, layer: layer) && !ServiceRoute.hasPath(path + "/", layer: layer))
            let same = ServiceRoute.allCases.filter {
                $0.method == route.method && $0.faultPath == route.faultPath && $0.definition.layers.contains(layer)
            }
            #expect(same == [route])
        }
    }

    @Test(arguments: ServiceRoute.allCases)
    func `every placeholder in a path is a known route parameter`(route: ServiceRoute) {
        #expect(!route.faultPath.contains("{"))
        #expect(route.faultPath.split(separator: "*", omittingEmptySubsequences: false).count == route.path.split(separator: "{").count)
    }

    @Test func `a path is split into segments before they are percent-decoded`() {
        let match = ServiceRoute.match(method: "GET", path: "/articles/a%2F1", layer: .planned)
        #expect(match?.parameters == [.articleID: "a/1"])
    }

    @Test func `only the routes that write need a token`() {
        #expect(ServiceRoute.allCases.filter(\.needsToken) == ServiceRoute.allCases.filter { $0.method != "GET" })
    }
}
