import HDOCBackend
import HDOCTUI

extension BackendProblem: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .portInUse(let port):
            ErrorDescription("Port \(port) is in use by another program", "Choose another port with --port, or omit --port.")
        case .listening(let detail): ErrorDescription("The embedded backend could not listen: \(detail)")
        case .database(let path, let detail):
            ErrorDescription(
                "The embedded backend's data\(path.map { " in \($0)" } ?? "") could not be used: \(detail)",
                path == nil ? nil : "Start over with --reset.")
        case .preparation(let detail): ErrorDescription("The embedded backend could not start: \(detail)")
        }
    }

}

extension FaultProblem: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        ErrorDescription("“\(text)”: expected \(name(expected)) after “\(understood)”")
    }

    private func name(_ expectation: FaultExpectation) -> String {
        switch expectation {
        case .route: "a route, such as /users or POST /*/article,"
        case .colon: "a colon"
        case .action: "an action, such as delay 2s, 504, drop, close or hang,"
        case .time: "a time, such as 300ms or 2s,"
        case .status: "a status from 200 to 599"
        case .limit: "once, times N or after N"
        case .count: "a whole number from 1"
        case .separator: "a comma, a semicolon or the end"
        }
    }
}

extension HostedPageError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .noForm: ErrorDescription("The hosted page has no form to sign in with")
        case .status(let status): ErrorDescription("The hosted page returned status \(status)")
        case .tooManyRedirects: ErrorDescription("The hosted page redirects in a loop")
        case .refused(let message): ErrorDescription("The hosted page rejected the sign-in\(message.map { ": \($0)" } ?? "")")
        }
    }
}

extension DemoWalkError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .notPosted(let reason): ErrorDescription("The entry was not sent\(reason.map { ": \($0)" } ?? "")")
        case .notListed: ErrorDescription("The entry was sent, but the list of articles does not contain it")
        case .stillOnline: ErrorDescription("The backend was stopped, but still responds")
        case .notKept: ErrorDescription("The entry written offline is not queued in the outbox")
        }
    }
}
