import HDOCModels
import Testing

@Suite("GitHub handles")
struct GitHubHandleTests {
    @Test(arguments: ["a", "ada", "a-b", "A1-b2-C3", String(repeating: "a", count: 39)])
    func `a username in GitHub's format is valid`(handle: String) { #expect(GitHubHandle.isValid(handle)) }

    @Test(arguments: ["", "-a", "a-", "a--b", "a b", "a_b", "ädä", "@a", "a\n", String(repeating: "a", count: 40)])
    func `any other text is not valid`(handle: String) { #expect(!GitHubHandle.isValid(handle)) }

    @Test func `spaces around a handle and the @ before it are removed`() {
        #expect(GitHubHandle.normalised(" @ada\n") == "ada")
        #expect(GitHubHandle.normalised("ada") == "ada")
    }

    @Test func `handles are compared without regard to case, and nil equals no handle`() {
        #expect(GitHubHandle.isSame("Ada", "aDA") && !GitHubHandle.isSame("ada", "bob"))
        #expect(!GitHubHandle.isSame(nil, nil) && !GitHubHandle.isSame("ada", nil))
    }
}
