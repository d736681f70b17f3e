import HDOCClient
import TerminalKit

/// Applies what changes while the screens run: the file of the configuration, and the background of the terminal.
enum SettingsUpdate {
    /// Without a theme in the configuration, the theme follows the background.
    static func apply(_ background: Background, to state: inout AppState) -> [Effect] {
        var theme = state.settings.theme
        theme.background = background
        return use(theme, &state)
    }

    /// A configuration with a mistake changes nothing.
    static func apply(_ result: Result<ScreenSettings, any Error>, to state: inout AppState) -> [Effect] {
        switch result {
        case .failure(let error):
            state.hasBadConfiguration = true
            state.say("The old settings stay: \(state.describer.sentence(error))", isWarning: true)
            return []
        case .success(let new):
            if state.hasBadConfiguration { state.toast = nil }
            return take(new, &state)
        }
    }

    private static func take(_ new: ScreenSettings, _ state: inout AppState) -> [Effect] {
        let before = state.settings
        state.settings.configured = new
        var effects: [Effect] = []
        // A theme that was chosen for this run stays until the configuration names another one.
        if new.theme != before.configured.theme {
            var theme = new.theme
            theme.background = before.theme.background
            effects = use(theme, &state)
        }
        if new != before.configured || state.hasBadConfiguration { state.say("The configuration was read again.") }
        if let stage = new.stages.first(where: { $0.name == before.stage.name }), !stage.isSameService(as: before.stage) {
            state.say("The stage \(stage.name) was changed in the configuration. hdoc uses it from its next start.", isWarning: true)
        }
        state.hasBadConfiguration = false
        return effects
    }

    private static func use(_ theme: ThemeChoice, _ state: inout AppState) -> [Effect] {
        let before = state.settings.theme.theme
        state.settings.theme = theme
        return theme.theme == before ? [] : [.terminal(.useTheme(theme.theme))]
    }
}

extension Stage {
    /// Whether another definition of the stage reaches the same services in the same way.
    fileprivate func isSameService(as other: Stage) -> Bool {
        (api, issuer, clientID, auth) == (other.api, other.issuer, other.clientID, other.auth)
            && callbackPorts == other.callbackPorts && token == other.token
    }
}
