import Synchronization

/// The faults of a running backend, and how often each was applied.
final class FaultPlan: Sendable {
    private struct CountedFault {
        let fault: Fault
        var seen = 0
        var used = 0
    }

    private let plan: Mutex<[CountedFault]>

    init(_ faults: [Fault]) { plan = Mutex(faults.map { CountedFault(fault: $0) }) }

    /// Returns the faults that apply to this request, and counts the request for each matching fault.
    func take(method: String, path: String) -> DueFaults {
        plan.withLock { counted in
            var due = DueFaults()
            for index in counted.indices where counted[index].fault.matches(method: method, path: path) {
                let fault = counted[index].fault
                counted[index].seen += 1
                guard counted[index].seen > fault.skipped, counted[index].used < fault.times ?? .max,
                    due.add(fault)
                else { continue }
                counted[index].used += 1
            }
            return due
        }
    }
}

/// The faults that apply to one request.
struct DueFaults: Sendable {
    private(set) var delay: Duration = .zero
    private(set) var action: FaultAction?
    private(set) var names: [String] = []

    /// Adds a fault. Returns false if another fault already replaces the reply.
    mutating func add(_ fault: Fault) -> Bool {
        if case .delay(let time) = fault.action {
            delay += time
        } else if action == nil {
            action = fault.action
        } else {
            return false
        }
        names.append(fault.description)
        return true
    }
}
