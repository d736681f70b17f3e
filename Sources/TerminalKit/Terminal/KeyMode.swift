import CNCurses
import Synchronization

/// Reads a terminal key by key without a screen: no line mode, because it cuts a line after 4,095 bytes, and no echo. Ctrl-C still
/// sends its signal, and Ctrl-Z gives the terminal back until the job continues. However the process ends, the terminal is restored.
///
/// There is one terminal, so the mode is global.
public enum KeyMode {
    private static let isOn = Mutex(false)

    /// Switches the terminal `descriptor` to key mode. Does nothing if it is not a terminal, or if a screen is open on it.
    /// - Parameter brackets: whether to switch on bracketed paste as well, with sequences on standard error.
    public static func begin(descriptor: Int32, brackets: Bool) {
        isOn.withLock { $0 = $0 || hdoc_keys_begin(descriptor, brackets) }
    }

    /// Restores the terminal. May be called on any thread; does nothing if key mode is off.
    public static func end() {
        isOn.withLock { isOn in
            if isOn { hdoc_keys_end() }
            isOn = false
        }
    }
}
