import HDOCService
import StoreBehaviour
import TestKit
import Testing

@testable import HDOCDynamo

@Suite("The store on DynamoDB", .timeLimit(.hang))
struct StoreBehaviourTests {
    @Test(arguments: StoreCheck.all)
    func `the store behaves as the service expects`(check: StoreCheck) async throws {
        let stage = try await TestStage()
        let harness = StoreHarness(make: { stage.store }, settle: { _ in try await stage.settle() })
        try await check.run(on: harness)
    }

    @Test func `a user with the older attribute names is found by the handle that is the key`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(Example.community)
        let user = try JSONReader.read(try #require(try await stage.store.user("Old")).json.utf8)
        #expect(user["github_username"] == "Old" && user["githubProfile"] == "Old")
        // DynamoDB normalises the numbers; moto keeps their spelling.
        #expect(user["daysCompleted"]?.integer == 10)
    }
}
