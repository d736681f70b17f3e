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

    @Test func `DynamoDB normalises numbers, and a user is always found by the handle that is the key`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(Example.community)
        #expect(
            try await stage.store.user("Old")?.json
                == #"{"github_username": "Old", "daysCompleted": 10, "githubProfile": "Old", "x": 0.1}"#)
    }
}
