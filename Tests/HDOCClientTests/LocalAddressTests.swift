import Testing

@testable import HDOCClient

@Suite struct LocalAddressTests {
    @Test(arguments: [
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "x.y.localhost.", "127.0.0.1", "127.0.0.1.", "127.255.255.254", "127.1",
        "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1", "017700000001", "0x7f.0x0.0x0.0x1", "0.0.0.0", "0", "0x", "0x0", "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0000::0001]",
    ])
    func `an address of this machine is recognised in every form`(host: String) throws {
        for link in ["http://\(host)/", "https://user@\(host):8080/x?y#z"] {
            #expect(try #require(WebLink(link)).pointsToThisMachine, "\(link)")
        }
    }

    @Test(arguments: [
        "example.org", "localhost.example.org", "mylocalhost", "127.0.0.1.example.org", "128.0.0.1", "1.127.0.0", "2130706432.example",
        "126.255.255.255", "[2001:db8::1]", "[fe80::7f00:1]", "[::ffff:128.0.0.1]", "xn--localhost-9za",
    ])
    func `another host is not taken for this machine`(host: String) throws {
        #expect(try !#require(WebLink("http://\(host)/")).pointsToThisMachine)
    }
}
