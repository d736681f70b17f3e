import FoundationEssentials
import HDOCClient

/// Texts about the session.
package enum SessionStrings {
    /// The name of the status in the output of `--json`.
    package static func name(_ status: SessionStatus) -> String {
        switch status {
        case .signedOut: "signed_out"
        case .signedIn: "signed_in"
        case .ended: "ended"
        case .otherSession: "other_session"
        case .unreadable: "unreadable"
        }
    }

    /// The message after the screens switched to another stage.
    package static func onStage(_ name: String) -> String {
        "Switched to \(name) for this run. To make it the default, run `hdoc stage use \(name)`."
    }

    package static func line(_ status: SessionStatus, stage: String, now: Date) -> String {
        switch status {
        case .signedOut: return "You are not signed in on \(stage)."
        case .signedIn(let identity, let until, let canRefresh):
            let wait = RelativeTime.wait(until: until, now: now)
            let end = canRefresh ? "renewed automatically, next in \(wait)" : "for another \(wait)"
            return "Signed in on \(stage) as \(identity.displayName), \(end)."
        case .ended(let identity): return "The session of \(identity.displayName) on \(stage) has expired."
        case .otherSession(let identity):
            return "You are not signed in on \(stage). The stored session of \(identity.displayName) belongs to another issuer or client; "
                + "`hdoc logout` ends it."
        case .unreadable(let path): return "The tokens for \(stage) could not be read: \(path)"
        }
    }
}
