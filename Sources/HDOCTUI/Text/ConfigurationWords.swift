import HDOCClient

extension ErrorWords {
    /// `FILE:LINE: …`, as compilers say it, so that editors can jump there.
    func words(_ error: ConfigurationError) -> Words {
        let place = error.line.map { "\(error.file):\($0)" } ?? error.file
        let words = Self.words(error.problem)
        return Words("\(place): \(words.what)", words.remedy)
    }

    func words(_ error: KeysError) -> Words {
        let place = error.line.map { "\(error.file):\($0)" } ?? error.file
        let words = words(error.problem)
        return Words("\(place): \(words.what)", words.remedy)
    }

    func words(_ error: ConfigurationEditError) -> Words {
        switch error {
        case .stageExists(let name): return Words("There is a stage \(name) already", "Remove it first, or choose another name.")
        case .invalid(let problem): return Self.words(problem)
        case .noSuchStage(let name, let nearest, let known): return Self.unknownStage(name, nearest, known)
        case .byHand(let file, let line, let wanted):
            let place = line.map { "\(file):\($0)" } ?? file
            return Words("\(place) is written in a way that hdoc does not edit, and was left alone", "Change it by hand: \(wanted)")
        case .changedMeanwhile(let file): return Words("\(file) was changed by somebody else just now, and left alone", "Try again.")
        }
    }

    func words(_ error: StageSelectionError) -> Words {
        switch error {
        case .none(let file):
            return Words("No stage is configured in \(file)", "Add one with `hdoc stage add NAME --api URL`, or try `hdoc demo`.")
        case .several(let names):
            return Words(
                "There are several stages (\(names.joined(separator: ", "))) and none is chosen",
                "Choose one with `hdoc stage use NAME`, --stage, or HDOC_STAGE.")
        case .unknown(let name, let source, let nearest, let known):
            let words = Self.unknownStage(name, nearest, known)
            return source == .environment ? Words("HDOC_STAGE: \(words.what)", words.remedy) : words
        }
    }

    static func words(_ problem: ConfigurationError.Problem) -> Words {
        switch problem {
        case .permissionDenied: Words("it may not be read", "Check who may read it.")
        case .isDirectory: Words("it is a directory, not a file")
        case .notUTF8: Words("it is not UTF-8 text", "Save it as UTF-8.")
        case .holdsNUL: Words("it holds a NUL byte, so it is not text")
        case .tooLarge(let limit): Words("it is larger than \(Amounts.bytes(limit)), so it is no configuration")
        case .unreadable(let detail): Words("it could not be read: \(detail)")
        case .syntax(let detail): Words("not TOML: \(detail)")
        case .unknownKey(let key, let nearest, let known):
            Words("unknown key `\(key)`", nearest.map { "Did you mean `\($0)`?" } ?? "Known here: \(known.joined(separator: ", ")).")
        case .wrongType(let key, let expected, let found): Words("`\(key)` must be \(article(expected)), not \(article(found))")
        case .missingKey(let key): Words("`\(key)` is missing")
        case .empty(let key): Words("`\(key)` is empty", "Give it a value, or remove the line.")
        case .badURL(let key, let value, let reason): Words("`\(key)`: “\(value)” \(words(reason))")
        case .badStageName(let name): Words("“\(name)” cannot name a stage", "Letters, digits, _ and - can, the first no -.")
        case .reservedStageName(let name): Words("“\(name)” cannot name a stage: it is hdoc's own", "Choose another name.")
        case .badPort(let key, let port): Words("`\(key)`: \(port) is no port", "Ports go from 1 to 65535.")
        case .notOneOf(let key, let value, let known): Words("`\(key)` is “\(value)”", "It can be \(Amounts.choice(known)).")
        case .badColour(let key, let value):
            Words("`\(key)`: “\(value)” is no colour", "Colours are red, bright-red and so on, or a number from 0 to 255.")
        case .unknownStage(let name, let nearest, let known): unknownStage(name, nearest, known)
        }
    }

    private static func words(_ reason: ConfigurationError.URLProblem) -> String {
        switch reason {
        case .malformed: "is not a web address"
        case .noScheme: "must begin with https://"
        case .notHTTPS: "must be https; plain http is for this machine only"
        case .holdsCredentials: "must not hold a user or password"
        case .holdsQuery: "must not have a query (?…) or fragment (#…)"
        }
    }

    private static func unknownStage(_ name: String, _ nearest: String?, _ known: [String]) -> Words {
        let list = known.isEmpty ? "None is configured." : "Configured: \(known.joined(separator: ", "))."
        return Words("There is no stage “\(name)”", nearest.map { "Did you mean \($0)?" } ?? list)
    }

    private static func article(_ type: String) -> String {
        type.first.map { "aeiou".contains($0) } == true ? "an \(type)" : "a \(type)"
    }
}

extension ErrorWords {
    func words(_ error: ConfigurationWriteError) -> Words {
        switch error {
        case .unusable(let cause): words(cause)
        case .refused(let cause): words(cause)
        case .store(let cause): words(cause)
        }
    }
}
