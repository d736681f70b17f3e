extension ErrorWords {
    func words(_ error: BackendProblem) -> Words {
        switch error {
        case .portInUse(let port): Words("Port \(port) is taken by another program", "Choose another with --port, or leave it out.")
        case .listening(let detail): Words("The embedded backend could not listen: \(detail)")
        case .database(let path, let detail):
            Words(
                "The embedded backend's data\(path.map { " in \($0)" } ?? "") could not be used: \(detail)",
                path == nil ? nil : "--reset starts over.")
        case .preparation(let detail): Words("The embedded backend could not start: \(detail)")
        }
    }

    func words(_ error: FaultProblem) -> Words {
        Words("“\(error.text)”: expected \(name(error.expected)) after “\(error.understood)”")
    }

    private func name(_ expectation: FaultProblem.Expectation) -> String {
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

extension ErrorWords {
    func words(_ error: HostedPageError) -> Words {
        switch error {
        case .noForm: Words("The hosted page has no form to sign in with")
        case .status(let status): Words("The hosted page answered \(status)")
        case .tooManyRedirects: Words("The hosted page redirects in circles")
        case .refused(let message): Words("The hosted page refused the sign-in\(message.map { ": \($0)" } ?? "")")
        }
    }
}

extension ErrorWords {
    func words(_ error: DemoWalkError) -> Words {
        switch error {
        case .notPosted(let reason): Words("The entry was not posted\(reason.map { ": \($0)" } ?? "")")
        case .notListed: Words("The entry was posted, but is not among the articles")
        case .stillOnline: Words("The backend was stopped, but still answers")
        case .notKept: Words("The entry written offline is not waiting in the outbox")
        }
    }
}
