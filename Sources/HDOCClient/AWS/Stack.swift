import FoundationEssentials
import HDOCModels

/// A CloudFormation stack, reduced to what hdoc needs to find a stage. The texts are as AWS sent them and not sanitised.
public struct Stack: Sendable, Equatable {
    /// The name of the stack. It contains the name of the stage; see `stageName`.
    public var name: String
    /// The status, for example `CREATE_COMPLETE`.
    public var status: String?
    /// The values of the outputs by key.
    public var outputs: [String: String]

    /// Creates a stack.
    public init(name: String, status: String? = nil, outputs: [String: String]) {
        (self.name, self.status, self.outputs) = (name, status, outputs)
    }

    /// The name of the stage to which the stack belongs. The stack's name must be `hdoc-backend-STAGE` or
    /// `hdoc-frontend-STAGE`, or that of a nested stack, `…-RESOURCE-RANDOM`. Nil for any other name.
    public var stageName: String? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "hdoc", parts[1] == "frontend" || parts[1] == "backend",
            parts.count == 3 || parts.count >= 5, StageRules.problem(ofName: String(parts[2])) == nil
        else { return nil }
        return String(parts[2])
    }

    /// Whether the stack is deleted. AWS lists deleted stacks for some time.
    var isDeleted: Bool { status?.hasPrefix("DELETE_COMPLETE") == true }

    /// Parses the JSON output of `aws cloudformation describe-stacks`. Deleted stacks are left out.
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

    /// Whether the text starts like a JSON object or array but its end is missing.
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

/// The reason why the stacks do not describe a stage. Names and values are as they were read and not sanitised.
public enum StackImportError: Error, Sendable, Equatable {
    /// The input is empty.
    case empty
    /// The input is not JSON.
    case notJSON
    /// The JSON ends too early.
    case truncated
    /// The JSON contains no list of stacks, or an empty one.
    case noStacks
    /// The region contains no stack of hdoc.
    case noStages(region: String)
    /// None of these stack names belongs to a stage.
    case unknownNames([String])
    /// The stacks describe several stages, and none was selected.
    case severalStages([String])
    /// The requested stage is not among the described stages.
    case noSuchStage(String, nearest: String?, known: [String])
    /// The stacks of this stage have no outputs that hdoc uses.
    case noOutputs(stage: String, stacks: [String])
    /// The stage is not configured yet, and its stacks have no `APIURL` output.
    case noAPI(stage: String)
    /// Two stacks of a stage have different values for the same output.
    case conflicting(output: String, stage: String)
    /// The value of `CognitoUserPoolID` is not of the form `us-east-1_AbCdEf`.
    case badPoolID(String)
    /// The value of `CognitoUserPoolClientID` is empty or contains characters that are not allowed in a client ID.
    case badClientID(String)
    /// The value of an output, or the name of the stage, is not allowed.
    case invalid(output: String, ConfigurationProblem)
    /// The stage could not be written to the configuration.
    case edit(ConfigurationEditError)
}
