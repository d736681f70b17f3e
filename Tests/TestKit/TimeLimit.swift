import Testing

extension TimeLimitTrait.Duration {
    /// Ends a test that hangs. It is far above what any test takes on a loaded machine, so that a slow test never fails for being slow.
    public static var hang: Self { .minutes(10) }
}
