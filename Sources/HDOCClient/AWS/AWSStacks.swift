extension AWSQuery {
    /// An account may have 2,000 stacks by default, and a page holds at least 50.
    private static let mostPages = 100

    /// Every stack of the region that is not deleted (CloudFormation's `DescribeStacks`).
    public func stacks() async throws(AWSError) -> [Stack] {
        var stacks: [Stack] = []
        var token: String?
        var seen: Set<String> = []
        for _ in 0..<Self.mostPages {
            let form = [("Action", "DescribeStacks"), ("Version", "2010-05-15")] + (token.map { [("NextToken", $0)] } ?? [])
            let reply = try await call("cloudformation", form)
            guard let result = reply.first("DescribeStacksResult") else { throw .unreadable(status: 200) }
            stacks += (result["Stacks"]?.members ?? []).compactMap(Stack.init(xml:))
            guard let next = result["NextToken"]?.text, !next.isEmpty else { return stacks }
            guard seen.insert(next).inserted else { throw .endlessPages }
            token = next
        }
        throw .endlessPages
    }
}

extension Stack {
    fileprivate init?(xml: XMLElement) {
        guard let name = xml["StackName"]?.text else { return nil }
        let outputs = (xml["Outputs"]?.members ?? []).compactMap { output in
            output["OutputKey"].flatMap { key in output["OutputValue"].map { (key.text, $0.text) } }
        }
        self.init(name: name, status: xml["StackStatus"]?.text, outputs: Dictionary(outputs) { $1 })
    }
}
