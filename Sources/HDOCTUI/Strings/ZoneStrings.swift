import HDOCModels

/// Texts about time zones.
package enum ZoneStrings {
    /// Where a zone comes from: `from TZ=JST-9`.
    package static func origin(_ source: LocalZoneSource) -> String {
        switch source {
        case .environment(let value): "from TZ=\(value)"
        case .unknownValue(let value): "because TZ=\(value) names no zone that this machine knows"
        case .localtimeFile: "from /etc/localtime"
        case .none: "because there is no readable /etc/localtime"
        case .program: "chosen by the program"
        }
    }

    /// Whether UTC is used only because the actual zone is unknown.
    package static func isDoubtful(_ source: LocalZoneSource) -> Bool {
        switch source {
        case .unknownValue, .none: true
        case .environment, .localtimeFile, .program: false
        }
    }
}
