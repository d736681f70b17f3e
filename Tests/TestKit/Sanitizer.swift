import Foundation

/// The run-time checker of the compiler with which `script/test --sanitize` builds the tests and hdoc.
public enum Sanitizer {
    /// The checker's settings. They hold for every program that a test starts.
    static let settings = ProcessInfo.processInfo.environment.filter { ["TSAN_OPTIONS", "ASAN_OPTIONS"].contains($0.key) }

    /// Whether a checker is built in. It then starts threads itself, and memory and time differ from those of a normal build.
    public static var isOn: Bool { !settings.isEmpty }
}
