/// The environment variables that hdoc reads, for `hdoc help environment`.
struct EnvironmentVariable {
    var name: String
    var meaning: String

    static let all: [EnvironmentVariable] = [
        Self(name: "HDOC_STAGE", meaning: "the stage to use, unless --stage names one"),
        Self(name: "HDOC_CONFIG", meaning: "the path of the configuration file"),
        Self(name: "HDOC_ACCESSIBLE", meaning: "if it is 1, lines instead of full screens, like --linear"),
        Self(name: "HDOC_LOG", meaning: "a level such as debug: write one line for each request to the log"),
        Self(name: "XDG_CONFIG_HOME", meaning: "the configuration is in hdoc/config.toml below it (default: ~/.config)"),
        Self(name: "XDG_CACHE_HOME", meaning: "the caches are in hdoc/ below it (default: ~/.cache)"),
        Self(name: "XDG_DATA_HOME", meaning: "outboxes and drafts are in hdoc/ below it (default: ~/.local/share)"),
        Self(name: "XDG_STATE_HOME", meaning: "sessions, log and crash report are in hdoc/ below it (default: ~/.local/state)"),
        Self(name: "XDG_RUNTIME_DIR", meaning: "where the desktop's message bus and keyring are found"),
        Self(name: "DBUS_SESSION_BUS_ADDRESS", meaning: "the desktop's message bus, for the keyring and for notices"),
        Self(name: "HOME", meaning: "your home directory, if it is an absolute path"),
        Self(name: "USER", meaning: "your name in the ssh command that hdoc login prints"),
        Self(name: "PATH", meaning: "where programs such as git and the editor are found"),
        Self(name: "VISUAL, EDITOR", meaning: "the editor for entries; VISUAL is used first"),
        Self(name: "BROWSER", meaning: "the commands that open a link, separated by “:”; %s is the address"),
        Self(name: "TERM", meaning: "the kind of terminal, which decides its colours"),
        Self(name: "COLORTERM", meaning: "truecolor if the terminal shows exact colours"),
        Self(name: "COLORFGBG", meaning: "the colours of the terminal, a first guess of its background"),
        Self(name: "NO_COLOR", meaning: "if it is not empty, no colours"),
        Self(name: "LC_ALL, LC_CTYPE, LANG", meaning: "the locale; it decides whether the terminal shows UTF-8"),
        Self(name: "TZ, TZDIR", meaning: "the time zone in which your days begin and end, and where zones are stored"),
        Self(name: "TMUX", meaning: "whether hdoc runs in tmux, for the clipboard"),
        Self(
            name: "SSH_CONNECTION, SSH_TTY, SSH_CLIENT",
            meaning: "whether hdoc runs over ssh; then login prints a tunnel and opens no browser"),
        Self(name: "DISPLAY, WAYLAND_DISPLAY", meaning: "whether there is a desktop on which a browser can open"),
        Self(name: "WSL_DISTRO_NAME", meaning: "whether hdoc runs in the Windows Subsystem for Linux"),
        Self(name: "HTTPS_PROXY, ALL_PROXY, NO_PROXY", meaning: "the proxy for https, and hosts without it; small letters work too"),
        Self(name: "CURL_CA_BUNDLE, SSL_CERT_FILE", meaning: "a file with the certificate authorities to trust"),
        Self(name: "AWS_PROFILE", meaning: "the AWS profile for the commands of maintainers"),
        Self(name: "AWS_REGION, AWS_DEFAULT_REGION", meaning: "the AWS region for them"),
        Self(name: "AWS_ACCESS_KEY_ID", meaning: "an AWS key that is used before profiles"),
        Self(name: "AWS_SECRET_ACCESS_KEY", meaning: "the secret of this key"),
        Self(name: "AWS_SESSION_TOKEN", meaning: "the session of this key, if it is temporary"),
        Self(name: "AWS_CONFIG_FILE", meaning: "the file with the AWS profiles"),
        Self(name: "AWS_SHARED_CREDENTIALS_FILE", meaning: "the file with the keys of the AWS profiles"),
        Self(name: "AWS_ENDPOINT_URL", meaning: "another address of the AWS APIs, for tests"),
    ]
}
