import FoundationEssentials
import HDOCModels

/// A CloudFormation stack, as far as it tells where a stage is.
public struct Stack: Sendable, Equatable {
    public var name: String
    public var status: String?
    public var outputs: [String: String]

    public init(name: String, status: String? = nil, outputs: [String: String]) {
        (self.name, self.status, self.outputs) = (name, status, outputs)
    }

    /// The stage of `hdoc-{frontend|backend}-{stage}` and of what is nested in it, `…-{resource}-{randomID}`.
    /// Nil where the stack is none of ours.
    public var stageName: String? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "hdoc", parts[1] == "frontend" || parts[1] == "backend",
            parts.count == 3 || parts.count >= 5, StageRules.problem(ofName: String(parts[2])) == nil
        else { return nil }
        return String(parts[2])
    }

    /// Deleted stacks are still described for a while.
    var isDeleted: Bool { status?.hasPrefix("DELETE_COMPLETE") == true }

    /// What `aws cloudformation describe-stacks` prints. Stacks that are deleted are left out.
    public static func describe(_ bytes: [UInt8]) throws(StackImportError) -> [Stack] {
        guard bytes.contains(where: { $0 > UInt8(ascii: " ") }) else { throw .empty }
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
            throw isTruncated(bytes) ? .truncated : .notJSON
        }
        guard let elements = json.object?["Stacks"]?.array else { throw .noStacks }
        return elements.compactMap(Stack.init(json:)).filter { !$0.isDeleted }
    }

    private init?(json: JSONValue) {
        guard let members = json.object, case .string(let name)? = members["StackName"] else { return nil }
        var outputs: [String: String] = [:]
        for output in members["Outputs"]?.array ?? [] {
            guard case .string(let key)? = output.object?["OutputKey"], case .string(let value)? = output.object?["OutputValue"]
            else { continue }
            outputs[key] = value
        }
        self.init(name: name, status: members["StackStatus"]?.text, outputs: outputs)
    }

    /// Whether a text that is no JSON began as an object and only lacks its end.
    private static func isTruncated(_ bytes: [UInt8]) -> Bool {
        var (depth, isInString, isEscaped, began) = (0, false, false, false)
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                if !began, byte > UInt8(ascii: " ") {
                    guard depth == 1 else { return false }
                    began = true
                }
            }
        }
        return began && depth > 0
    }
}

/// Why described stacks do not make a stage. Names and values are as they came: hostile until shown through the console.
public enum StackImportError: Error, Sendable, Equatable {
    case empty, notJSON
    /// JSON that stops in the middle.
    case truncated
    /// JSON without a list of stacks.
    case noStacks
    /// A whole region has no stack of hdoc's.
    case noStages(region: String)
    /// None of these stacks is one of hdoc's.
    case unknownNames([String])
    /// Several stages are described, and none was chosen.
    case severalStages([String])
    /// The stage asked for is not among them.
    case noSuchStage(String, nearest: String?, known: [String])
    /// The stacks of this stage have no outputs that hdoc knows.
    case noOutputs(stage: String, stacks: [String])
    /// A stage that is not configured yet needs an `APIURL`.
    case noAPI(stage: String)
    /// Two stacks of one stage say different things.
    case conflicting(output: String, stage: String)
    case badPoolID(String)
    case badClientID(String)
    case invalid(output: String, ConfigurationError.Problem)
}
