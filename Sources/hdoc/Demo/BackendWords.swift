import HDOCBackend
import HDOCTUI
import TerminalKit
extension BackendProblem: DescribedError {
    func words(_ words: ErrorWords) -> ErrorWords.Words {
        switch self {
        case .portInUse(let port):
            ErrorWords.Words("Port \(port) is taken by another program", "Choose another with --port, or leave it out.")
        case .listening(let detail): ErrorWords.Words("The embedded backend could not listen: \(detail)")
        case .database(let path, let detail):
            ErrorWords.Words(
                "The embedded backend's data\(path.map { " in \($0)" } ?? "") could not be used: \(detail)",
                path == nil ? nil : "--reset starts over.")
        case .preparation(let detail): ErrorWords.Words("The embedded backend could not start: \(detail)")
        }
    }

}

extension FaultProblem: DescribedError {
    func words(_ words: ErrorWords) -> ErrorWords.Words {
        ErrorWords.Words("“\(text)”: expected \(name(expected)) after “\(understood)”")
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

extension HostedPageError: DescribedError {
    func words(_ words: ErrorWords) -> ErrorWords.Words {
        switch self {
        case .noForm: ErrorWords.Words("The hosted page has no form to sign in with")
        case .status(let status): ErrorWords.Words("The hosted page answered \(status)")
        case .tooManyRedirects: ErrorWords.Words("The hosted page redirects in circles")
        case .refused(let message): ErrorWords.Words("The hosted page refused the sign-in\(message.map { ": \($0)" } ?? "")")
        }
    }
}

extension DemoWalkError: DescribedError {
    func words(_ words: ErrorWords) -> ErrorWords.Words {
        switch self {
        case .notPosted(let reason): ErrorWords.Words("The entry was not posted\(reason.map { ": \($0)" } ?? "")")
        case .notListed: ErrorWords.Words("The entry was posted, but is not among the articles")
        case .stillOnline: ErrorWords.Words("The backend was stopped, but still answers")
        case .notKept: ErrorWords.Words("The entry written offline is not waiting in the outbox")
        }
    }
}
