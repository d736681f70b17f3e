import FoundationEssentials
import HDOCDynamo
import HDOCService
import HTTPTransport

/// Takes one event after the other from the runtime API and answers it with the function.
struct RuntimeLoop: Sendable {
    /// How much before Lambda's deadline the function gives up, so that it can still answer.
    private static let reserve = 400

    private let runtime: RuntimeAPI
    private let function: LambdaFunction
    private let started: ContinuousClock.Instant
    private let log: @Sendable (LogLine) -> Void

    init(
        _ runtime: RuntimeAPI, _ function: LambdaFunction, started: ContinuousClock.Instant,
        log: @escaping @Sendable (LogLine) -> Void = { $0.write() }
    ) {
        (self.runtime, self.function, self.started, self.log) = (runtime, function, started, log)
    }

    /// Runs until the runtime API does not answer any more.
    func run() async throws {
        var start: Double? = nil
        var isFirst = true
        while true {
            let invocation = try await runtime.next()
            if isFirst { start = (.now - started).inMilliseconds }
            await answer(invocation, start: start)
            (isFirst, start) = (false, nil)
        }
    }

    private func answer(_ invocation: Invocation, start: Double?) async {
        let begin = ContinuousClock.now
        let units = ConsumedUnits()
        let outcome = await ConsumedUnits.$current.withValue(units) { await self.outcome(of: invocation) }
        var report = outcome.report
        if let delivery = await deliver(outcome, for: invocation.id) { report.error = delivery }
        (report.duration, report.units, report.start) = ((.now - begin).inMilliseconds, units.amounts, start)
        log(LogLine(report))
    }

    /// - Returns: the name of the error if the response could not be delivered.
    private func deliver(_ outcome: InvocationOutcome, for id: String) async -> String? {
        do {
            switch outcome.result {
            case .success(let body): try await runtime.respond(to: id, body)
            case .failure(let failure): try await runtime.report(failure, for: id)
            }
            return nil
        } catch {
            // A response that is too large is refused. The error in its place is short.
            try? await runtime.report(RuntimeFailure("Response", "the response was not accepted"), for: id)
            return "Response"
        }
    }

    private func outcome(of invocation: Invocation) async -> InvocationOutcome {
        await withTaskGroup(of: InvocationOutcome?.self) { group in
            group.addTask { await function.answer(invocation) }
            group.addTask {
                guard let time = Self.time(before: invocation.deadline) else { return nil }
                guard (try? await Task.sleep(for: time)) != nil else { return nil }
                return function.late(invocation)
            }
            defer { group.cancelAll() }
            for await outcome in group {
                if let outcome { return outcome }
            }
            return function.late(invocation)
        }
    }

    /// How long the function may work. Nil without a deadline.
    private static func time(before deadline: Int?) -> Duration? {
        guard let deadline else { return nil }
        let now = Int(Date().timeIntervalSince1970 * 1_000)
        let left = deadline.subtractingReportingOverflow(now).partialValue
        return .milliseconds(min(max(left - reserve, 1), 900_000))
    }
}

/// How one invocation ended, and what the log says about it.
struct InvocationOutcome: Sendable {
    let result: Result<RawJSON, RuntimeFailure>
    let report: InvocationReport
}

extension Duration {
    var inMilliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) / 1_000_000_000_000_000
    }
}
