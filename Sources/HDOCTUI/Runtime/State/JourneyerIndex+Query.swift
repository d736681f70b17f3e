import FoundationEssentials
import HDOCClient
import HDOCModels

/// The tests of a query on the columns of the index. They have the same results as `QueryMatcher.matches`.
extension JourneyerIndex {
    /// The positions among `positions` whose journeyers match. The order is preserved.
    func filter(_ positions: [Int32], by query: QueryMatcher) -> [Int32] {
        // Comparing numbers costs less than searching texts.
        rows.filter(query.tests.reduce(positions) { filter($0, by: $1) }, by: query)
    }

    private func filter(_ positions: [Int32], by test: QueryMatcher.Test) -> [Int32] {
        let isNegated = test.isNegated
        switch test.requirement {
        case .number(let key, let bounds):
            guard let sort = Self.sort(of: key) else { break }
            return order.filter(positions, by: sort, from: bounds.low, to: bounds.high, isNegated: isNegated)
        case .instant(let key, let bounds):
            guard let sort = Self.sort(of: key) else { break }
            return order.filter(positions, by: sort, from: bounds.low, to: bounds.high, isNegated: isNegated)
        case .word(.status, let word): return filter(positions, byStatus: word, isNegated: isNegated)
        case .date, .word: break
        }
        // No journeyer has a value for this key.
        return isNegated ? positions : []
    }

    private func filter(_ positions: [Int32], byStatus word: String, isNegated: Bool) -> [Int32] {
        // There are few different statuses.
        var answers: [String: Bool] = [:]
        return positions.filter { position in
            guard let status = rows.withRow(at: Int(position), { $0.status }) else { return isNegated }
            if let answer = answers[status] { return answer != isNegated }
            let answer = SearchText.fold(status) == word
            answers[status] = answer
            return answer != isNegated
        }
    }

    private static func sort(of key: QueryKey) -> JourneyerSort? {
        switch key {
        case .days: .days
        case .score: .score
        case .streak: .githubStreak
        case .inactive: .lastEntry
        case .joined: .joined
        case .status, .tag, .author, .day, .date: nil
        }
    }

    // MARK: Filters

    /// The positions among `positions` that a filter shows. The order is preserved.
    func filter(_ positions: [Int32], by filter: JourneyerFilter, now: Date) -> [Int32] {
        switch filter.requirement {
        case nil: return filter == .malformed ? positions.filter { isMalformed[Int($0)] } : positions
        case let requirement?:
            let low = now.timeIntervalSince1970 - requirement.seconds
            return order.filter(positions, by: requirement.sort, from: low, to: .infinity, isNegated: requirement.isNegated)
        }
    }

    /// The number of journeyers that a filter shows.
    func count(_ filter: JourneyerFilter, now: Date) -> Int {
        switch filter.requirement {
        case nil: return filter == .malformed ? isMalformed.count { $0 } : count
        case let requirement?:
            let low = now.timeIntervalSince1970 - requirement.seconds
            let within = order.count(of: requirement.sort, from: low, to: .infinity)
            return requirement.isNegated ? count - within : within
        }
    }
}
