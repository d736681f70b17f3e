import FoundationEssentials
import HDOCModels

/// What hdoc reads of a CloudFormation stack: it says where a stage is. Texts are as AWS sent them: not sanitised.
public struct Stack: Sendable, Equatable {
    /// The stack's name, which says what it belongs to.
    public var name: String
    /// `CREATE_COMPLETE`, …
    public var status: String?
    /// Key to value.
    public var outputs: [String: String]

    /// A stack as AWS describes it.
    public init(name: String, status: String? = nil, outputs: [String: String]) {
        (self.name, self.status, self.outputs) = (name, status, outputs)
    }

    /// The stage that the stack belongs to, by its name: `hdoc-backend-STAGE` or `hdoc-frontend-STAGE`, or a stack nested in
    /// one of them, `…-RESOURCE-RANDOM`. Nil for any other name.
    public var stageName: String? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "hdoc", parts[1] == "frontend" || parts[1] == "backend",
            parts.count == 3 || parts.count >= 5, StageRules.problem(ofName: String(parts[2])) == nil
        else { return nil }
        return String(parts[2])
    }

    /// AWS lists deleted stacks for a while.
    var isDeleted: Bool { status?.hasPrefix("DELETE_COMPLETE") == true }

    /// Reads the JSON that `aws cloudformation describe-stacks` prints. Deleted stacks are left out.
    public static func describe(_ bytes: [UInt8]) throws(StackImportError) -> [Stack] {
        guard bytes.contains(where: { $0 > UInt8(ascii: " ") }) else { throw .empty }
        guard let json = try? JSONParser.read(bytes) else {
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

    /// Whether a text begins as a JSON object or array and lacks its end.
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

/// Why stacks do not describe a stage. Names and values are as they were read: not sanitised.
public enum StackImportError: Error, Sendable, Equatable {
    /// The input is empty.
    case empty
    /// The input is not JSON.
    case notJSON
    /// The JSON ends in the middle.
    case truncated
    /// The JSON has no list of stacks, or an empty one.
    case noStacks
    /// The region has no stack of hdoc's.
    case noStages(region: String)
    /// None of these stacks is one of hdoc's.
    case unknownNames([String])
    /// Several stages are described, and none was selected.
    case severalStages([String])
    /// The stage asked for is not among them.
    case noSuchStage(String, nearest: String?, known: [String])
    /// The stacks of this stage have no outputs that hdoc knows.
    case noOutputs(stage: String, stacks: [String])
    /// A stage that is not configured yet needs an `APIURL`.
    case noAPI(stage: String)
    /// Two stacks of one stage have different values for an output.
    case conflicting(output: String, stage: String)
    /// `CognitoUserPoolID` is not of the form `us-east-1_AbCdEf`.
    case badPoolID(String)
    /// `CognitoClientID` is empty or has characters that no client id has.
    case badClientID(String)
    /// An output, or the name of the stage, cannot be used.
    case invalid(output: String, ConfigurationProblem)
    /// The stage could not be written into the configuration.
    case edit(ConfigurationEditError)
}
