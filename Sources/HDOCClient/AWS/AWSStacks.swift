extension AWSClient {
    /// By default an account can have 2,000 stacks, and a page contains at least 50 of them.
    private static let mostPages = 100

    /// All stacks of the region that are not deleted (`DescribeStacks` of CloudFormation).
    public func stacks() async throws(AWSError) -> [Stack] {
        var stacks: [Stack] = []
        var token: String?
        var seen: Set<String> = []
        for _ in 0..<Self.mostPages {
            let form = [("Action", "DescribeStacks"), ("Version", "2010-05-15")] + (token.map { [("NextToken", $0)] } ?? [])
            let reply = try await query("cloudformation", form)
            guard let result = reply.first("DescribeStacksResult") else { throw .unreadable(status: 200) }
            stacks += Self.stacks(in: result)
            guard let next = result["NextToken"]?.text, !next.isEmpty else { return stacks }
            guard seen.insert(next).inserted else { throw .endlessPages }
            token = next
        }
        throw .endlessPages
    }

    /// The stack with this name; nil if the region has no such stack.
    func stack(named name: String) async throws(AWSError) -> Stack? {
        do throws(AWSError) {
            let reply = try await query(
                "cloudformation", [("Action", "DescribeStacks"), ("Version", "2010-05-15"), ("StackName", name)])
            guard let result = reply.first("DescribeStacksResult") else { throw .unreadable(status: 200) }
            return Self.stacks(in: result).first { $0.name == name }
        } catch {
            // CloudFormation has no error code of its own for a missing stack.
            if case .refused("ValidationError", let message, _) = error, message.contains("does not exist") { return nil }
            throw error
        }
    }

    private static func stacks(in result: XMLElement) -> [Stack] {
        (result["Stacks"]?.members ?? []).compactMap(Stack.init(xml:))
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
