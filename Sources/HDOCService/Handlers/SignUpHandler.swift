import HDOCModels

extension CommunityService {
    /// `POST /signup`: creates the caller's user object and records that the account owns it.
    func signUp(_ call: ServiceCall, subject: String) async throws -> ServiceReply {
        let submission = try SignUpSubmission.read(try call.object())
        let instant = now()
        let user = submission.user(joined: Timestamp.format(instant)).text
        let registration = UserRegistration(
            subject: subject, handle: submission.handle, json: user, idempotencyKey: call.idempotencyKey, instant: instant)
        switch SignUpDecision(try await store.register(registration), of: registration) {
        case .created: return .text(201, user)
        case .repeated: return .text(200, try await store.user(submission.handle)?.json ?? user)
        case .handleTaken: return .json(409, ["message": "This handle is taken."])
        case .ownsAnother(let handle):
            return .json(409, ["message": .string("This account already owns the user \(handle).")])
        }
    }
}

/// The outcome of a sign-up, decided from what the store reports.
enum SignUpDecision: Sendable, Equatable {
    case created
    /// The same request was answered before.
    case repeated
    case handleTaken
    /// The account already owns this other user.
    case ownsAnother(String)

    init(_ outcome: RegistrationOutcome, of registration: UserRegistration) {
        switch outcome {
        case .stored: self = .created
        case .handleExists: self = .handleTaken
        case .subjectOwns(let handle, let key):
            if handle != registration.handle {
                self = .ownsAnother(handle)
            } else {
                self = key != nil && key == registration.idempotencyKey ? .repeated : .handleTaken
            }
        }
    }
}
