import HDOCClient
import HDOCModels

/// The tests of a query on the columns of the index. They have the same results as `QueryMatcher.matches`.
extension JourneyerIndex {
    /// The positions among `positions` whose journeyers match. The order is preserved.
    func filter(_ positions: [Int32], by query: QueryMatcher) -> [Int32] {
        // Comparing numbers costs less than searching texts.
        texts.filter(query.tests.reduce(positions) { filter($0, by: $1) }, by: query)
    }

    private func filter(_ positions: [Int32], by test: QueryMatcher.Test) -> [Int32] {
        let isNegated = test.isNegated
        switch test.requirement {
        case .number(let key, let bounds):
            guard let sort = Self.sort(of: key) else { break }
            return order.filter(positions, by: sort, from: bounds.low, to: bounds.high, isNegated: isNegated)
        case .instant(.inactive, let bounds): return keep(positions) { bounds.contain($0.lastEntry) != isNegated }
        case .instant(.joined, let bounds): return keep(positions) { bounds.contain($0.joined) != isNegated }
        case .word(.status, let word):
            let status = statuses[word]
            return keep(positions) { (status != nil && $0.status == status) != isNegated }
        case .instant, .date, .word: break
        }
        // No journeyer has a value for this key.
        return isNegated ? positions : []
    }

    private func keep(_ positions: [Int32], _ isKept: (JourneyerFacts) -> Bool) -> [Int32] {
        facts.withUnsafeBufferPointer { facts in positions.filter { isKept(facts[Int($0)]) } }
    }

    private static func sort(of key: QueryKey) -> JourneyerSort? {
        switch key {
        case .days: .days
        case .score: .score
        case .streak: .githubStreak
        case .inactive, .joined, .status, .tag, .author, .day, .date: nil
        }
    }
}
