import HDOCClient
import TerminalKit

/// The theme that the configuration asks for, and what is known of the terminal.
package struct ThemeChoice: Sendable, Equatable {
    /// The name of the theme; nil follows the background of the terminal.
    var name: String?
    var contrast = Contrast.normal
    /// Colours in the configuration that replace those of the theme.
    var colours: [String: String] = [:]
    /// The background of the terminal, as far as it is known.
    var background = Background.dark

    init() {}

    /// - Parameter environment: the variable `COLORFGBG`, which some terminals set, is a first guess of the background.
    init(_ configuration: Configuration, environment: [String: String]) {
        name = configuration.theme.name
        colours = configuration.theme.colours
        contrast = Contrast(rawValue: configuration.accessibility.contrast.rawValue) ?? .normal
        background = Background(colorfgbg: environment["COLORFGBG"]) ?? .dark
    }

    var theme: Theme { Theme(named: name ?? background.rawValue, contrast: contrast, colours: colours) ?? .dark }
}

/// What the screens take from the configuration, beside the stage.
package struct ScreenSettings: Sendable, Equatable {
    package var keymap = Keymap.standard
    var theme = ThemeChoice()
    /// What may be used of the terminal. It applies when the screens are opened.
    var features = Set(TerminalFeature.allCases)
    /// The stages in the configuration.
    var stages: [Stage] = []
    /// The views in the configuration.
    var views: [ConfiguredView] = []
    /// The programs that the configuration gives keys to.
    var commands: [CustomCommand] = []

    /// The settings without a configuration.
    init() {}

    package init(_ configuration: Configuration, environment: [String: String]) throws(Keymap.Problem) {
        keymap = try Keymap(overrides: configuration.keys)
        theme = ThemeChoice(configuration, environment: environment)
        features = Set(TerminalFeature.allCases.filter { configuration.terminal[$0.rawValue] ?? true })
        (stages, views, commands) = (configuration.stages, configuration.views, configuration.commands)
    }
}
