import TerminalKit

extension Int {
    /// The position `step` places away, wrapping around at both ends. `count` must be positive.
    func stepped(by step: Int, count: Int) -> Int { ((self + step) % count + count) % count }
}

extension CaseIterable where Self: Equatable {
    /// The case `step` places away in the order of all cases, wrapping around at both ends.
    func neighbour(by step: Int) -> Self {
        let all = Array(Self.allCases)
        guard let index = all.firstIndex(of: self) else { return self }
        return all[index.stepped(by: step, count: all.count)]
    }
}

extension ListState {
    /// The selected element; nil if nothing is selected.
    func selectedElement<Elements: RandomAccessCollection>(of elements: Elements) -> Elements.Element? where Elements.Index == Int {
        selected.flatMap { $0 < elements.count ? elements[elements.startIndex + $0] : nil }
    }
}

/// The key path of a value in the state.
typealias StatePath<Value> = any WritableKeyPath<AppState, Value> & Sendable
