import HDOCClient
import HDOCModels

extension ErrorDescriber {
    /// The description begins with `FILE:LINE:`, like a compiler's message, so that editors can jump to the line.
    package func describe(_ error: ConfigurationError) -> ErrorDescription {
        let place = error.line.map { "\(error.file):\($0)" } ?? error.file
        let description = Self.describe(error.problem)
        return ErrorDescription("\(place): \(description.what)", description.remedy)
    }

    package func describe(_ error: ConfigurationWriteError) -> ErrorDescription {
        switch error {
        case .unusable(let cause): describe(cause)
        case .refused(let cause): describe(cause)
        case .store(let cause): describe(cause)
        case .keptInMemory(let cause, let wanted):
            ErrorDescription(describe(cause).what, "To keep the handle, add it to the configuration by hand:\n\(wanted)")
        }
    }

    package func describe(_ error: ConfigurationEditError) -> ErrorDescription {
        switch error {
        case .stageExists(let name):
            return ErrorDescription("The stage \(name) exists already", "Choose another name, or remove the stage first.")
        case .invalid(let problem): return Self.describe(problem)
        case .noSuchStage(let name, let nearest, let known): return Self.unknownStage(name, nearest, known)
        case .byHand(let file, let line, let wanted):
            let place = line.map { "\(file):\($0)" } ?? file
            return ErrorDescription(
                "\(place) has a form that hdoc cannot edit; hdoc left it unchanged", "Change it by hand: \(wanted)")
        case .unwritable(let file, let isReadOnlyFileSystem, let wanted):
            return ErrorDescription(
                "\(file) cannot be written: " + (isReadOnlyFileSystem ? "its file system is read-only" : "permission denied"),
                "To keep it, add this by hand:\n\(wanted)")
        case .changedMeanwhile(let file):
            return ErrorDescription("\(file) was changed by another program while hdoc edited it; hdoc left it unchanged", "Try again.")
        case .unusable(let error): return describe(error)
        case .store(let error): return describe(error)
        }
    }

    package func describe(_ error: StageSelectionError) -> ErrorDescription {
        switch error {
        case .none(let file):
            return ErrorDescription(
                "No stage is configured in \(file)", "Add one with `hdoc stage add NAME --api URL`, or try `hdoc demo`.")
        case .several(let names):
            return ErrorDescription(
                "Several stages are configured (\(names.joined(separator: ", "))) and none is selected",
                "Choose one with `hdoc stage use NAME`, --stage, or HDOC_STAGE.")
        case .unknown(let name, let source, let nearest, let known):
            let description = Self.unknownStage(name, nearest, known)
            return source == .environment ? ErrorDescription("HDOC_STAGE: \(description.what)", description.remedy) : description
        }
    }

    package static func describe(_ problem: ConfigurationProblem) -> ErrorDescription {
        switch problem {
        case .permissionDenied: ErrorDescription("no permission to read it", "Check the file's permissions.")
        case .isDirectory: ErrorDescription("it is a directory, not a file")
        case .notUTF8: ErrorDescription("it is not UTF-8 text", "Save it as UTF-8.")
        case .holdsNUL: ErrorDescription("it contains a NUL byte, so it is not text")
        case .tooLarge(let limit): ErrorDescription("it is larger than \(Amounts.bytes(limit)); that is too large for a configuration file")
        case .unreadable(let detail): ErrorDescription("it could not be read: \(detail)")
        case .syntax(let detail): ErrorDescription("not TOML: \(detail)")
        case .unknownKey(let key, let nearest, let known):
            ErrorDescription(
                "unknown key `\(key)`", nearest.map { "Did you mean `\($0)`?" } ?? "Valid keys here: \(known.joined(separator: ", ")).")
        case .wrongType(let key, let expected, let found): ErrorDescription("`\(key)` must be \(article(expected)), not \(article(found))")
        case .missingKey(let key): ErrorDescription("`\(key)` is missing")
        case .empty(let key): ErrorDescription("`\(key)` is empty", "Give it a value, or remove the line.")
        case .badURL(let key, let value, let reason): ErrorDescription("`\(key)`: “\(value)” \(describe(reason))")
        case .badStageName(let name):
            ErrorDescription("“\(name)” is not a valid stage name", "Use letters, digits, _ and -; the first character must not be -.")
        case .reservedStageName(let name): ErrorDescription("“\(name)” is a reserved stage name", "Choose another name.")
        case .badPort(let key, let port): ErrorDescription("`\(key)`: \(port) is not a valid port", "Ports go from 1 to 65535.")
        case .badDayEnd(let key, let value):
            ErrorDescription(
                "`\(key)`: “\(value)” is not a time at which a day can end", "Use a time from 00:00 to 12:00 in quotes, such as \"04:00\".")
        case .notOneOf(let key, let value, let known): ErrorDescription("`\(key)` is “\(value)”", "Use \(Amounts.choice(known)).")
        case .badColour(let key, let value):
            ErrorDescription(
                "`\(key)`: “\(value)” is not a colour", "Use a name such as red or bright-red, a number from 0 to 255, or #ffaf00.")
        case .badQuery(let key, let error):
            ErrorDescription("`\(key)`: \(QueryStrings.what(error))", QueryStrings.remedy(error, subjects: QuerySubject.allCases))
        case .placeholderAsProgram(let program):
            ErrorDescription(
                "`commands.run`: “\(program)” is the program, so it cannot contain a placeholder", "Use placeholders in the arguments only."
            )
        case .unknownStage(let name, let nearest, let known): unknownStage(name, nearest, known)
        }
    }

    private static func describe(_ reason: ConfigurationError.URLProblem) -> String {
        switch reason {
        case .malformed: "is not a web address"
        case .noScheme: "must begin with https://"
        case .notHTTPS: "must begin with https://; plain http is allowed only for addresses of this machine"
        case .holdsCredentials: "must not contain a user name or password"
        case .holdsQuery: "must not contain a query (?…) or fragment (#…)"
        }
    }

    private static func unknownStage(_ name: String, _ nearest: String?, _ known: [String]) -> ErrorDescription {
        let list = known.isEmpty ? "No stage is configured." : "Configured: \(known.joined(separator: ", "))."
        return ErrorDescription("Unknown stage “\(name)”", nearest.map { "Did you mean \($0)?" } ?? list)
    }

    private static func article(_ type: String) -> String {
        type.first.map { "aeiou".contains($0) } == true ? "an \(type)" : "a \(type)"
    }
}
