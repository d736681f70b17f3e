import Testing

extension TimeLimitTrait.Duration {
    /// Ends a test that hangs. Every test needs far less time, even on a loaded machine, so that no test fails for being slow.
    public static var hang: Self { .minutes(10) }
}
