import TerminalKit

extension Int {
    /// The position so many steps away, going round at both ends. `count` must be positive.
    func stepped(by step: Int, count: Int) -> Int { ((self + step) % count + count) % count }
}

extension CaseIterable where Self: Equatable {
    /// The case so many steps away in the order of all cases, going round at both ends.
    func neighbour(by step: Int) -> Self {
        let all = Array(Self.allCases)
        guard let index = all.firstIndex(of: self) else { return self }
        return all[index.stepped(by: step, count: all.count)]
    }
}

extension ListState {
    /// The selected element of what the list shows; nil where there is none.
    func selectedElement<Elements: RandomAccessCollection>(of elements: Elements) -> Elements.Element? where Elements.Index == Int {
        selected.flatMap { $0 < elements.count ? elements[elements.startIndex + $0] : nil }
    }
}

/// Where a value lies in the state.
typealias StatePath<Value> = any WritableKeyPath<AppState, Value> & Sendable
