/// A function that must bear every input. It traps if the input breaks a promise.
public struct FuzzTarget: Sendable {
    /// The name of its folder of seeds in `Tests/Fuzz/Corpus`.
    public let name: String
    /// Runs the function with one input.
    public let run: @Sendable ([UInt8]) -> Void

    init(_ name: String, _ run: @escaping @Sendable ([UInt8]) -> Void) {
        (self.name, self.run) = (name, run)
    }

    /// All targets. Without the option that lets them see internal declarations, there are none.
    public static var all: [FuzzTarget] {
        #if DEBUG || HDOC_FUZZ
        replies + texts + files + requests
        #else
        []
        #endif
    }
}

/// Stops the process if a promise is broken, also in optimised builds.
func promise(_ isKept: Bool, _ promise: @autoclosure () -> String) {
    precondition(isKept, promise())
}

/// Whether a text has no control character except the allowed ones.
func isClean(_ text: String, allowing allowed: String = "") -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || allowed.unicodeScalars.contains($0) }
}
