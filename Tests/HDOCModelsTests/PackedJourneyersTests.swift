import Foundation
import Testing

@testable import HDOCModels

@Suite("Packed and sorted journeyers")
struct PackedJourneyersTests {
    /// Journeyers with every combination of unknown attributes that a seed gives.
    private static func journeyers(_ count: Int, seed: UInt64) -> [Journeyer] {
        var random = SplitMix64(seed: seed)
        func text() -> String? {
            let texts = ["", "Ada", "ada", "Björk Ødegård", "高橋美咲", String(repeating: "long ", count: 60), "a\u{0}b\u{1B}"]
            return random.next() % 4 == 0 ? nil : texts[Int(random.next() % UInt64(texts.count))]
        }
        func number() -> Int? { [nil, 0, 1, -1, 63, 64, 300, .max, .min, .min + 1][Int(random.next() % 10)] }
        return (0..<count).map { index in
            var journeyer = Journeyer(handle: (random.next() % 2 == 0 ? "Walker" : "walker") + "\(index)")
            for attribute in Journeyer.attributes {
                switch attribute.property {
                case .text(let path): journeyer[keyPath: path] = text()
                case .count(let path): journeyer[keyPath: path] = number()
                case .instant(let path): journeyer[keyPath: path] = number().map { Date(timeIntervalSince1970: Double($0 % 1_000_000) / 8) }
                }
            }
            if random.next() % 5 == 0 { journeyer.extra = ["mood": .array([.string("fine"), .null])] }
            return journeyer
        }
    }

    @Test func `a packed journeyer is the same as before`() {
        let all = Self.journeyers(300, seed: 1)
        let packed = PackedJourneyers(all)
        #expect(packed.count == 300)
        for (position, journeyer) in all.enumerated() {
            #expect(packed[position] == journeyer)
            packed.withRow(at: position) { row in
                #expect(String(decoding: row.handle, as: UTF8.self) == journeyer.handle)
                #expect(row.name.map { String(decoding: $0, as: UTF8.self) } == journeyer.fullName)
                #expect(row.status == journeyer.status)
            }
            #expect(packed.faults[position] == journeyer.hasTimelessFault)
        }
    }

    @Test func `addresses that contain the handle are the same as before`() {
        let texts = [
            "https://www.linkedin.com/in/Ada-9/", "https://github.com/ada-9/100DaysOfCloud", "https://github.com/Ada-9/100DaysOfCloud/",
            "Ada-9",
            "ada-9", "/100DaysOfCloud", "https://", "https://github.com/", "https://blog.example/Ada-9", "ADA-9", "Ada-9/100DaysOfCloud",
            "",
        ]
        let all = texts.map { text in
            var journeyer = Journeyer(handle: "Ada-9")
            (journeyer.fullName, journeyer.bio, journeyer.twitterUsername, journeyer.personalBlogURL) = (text, text, text, text)
            return journeyer
        }
        let packed = PackedJourneyers(all)
        #expect(all.indices.map { packed[$0] } == all)
    }

    @Test func `a journeyer with a very long text does not change its neighbours`() {
        let all = (0..<40).map { index in
            var journeyer = Journeyer(handle: "walker-\(index)")
            journeyer.bio = String(repeating: "x", count: index % 7 == 0 ? 400_000 : 30_000)
            return journeyer
        }
        let packed = PackedJourneyers(all)
        #expect(all.indices.allSatisfy { packed[$0] == all[$0] })
    }

    @Test func `a fault that no date has is found as among all faults`() {
        for journeyer in Self.journeyers(300, seed: 3) {
            #expect(journeyer.hasTimelessFault == !journeyer.faults(now: .distantFuture).isEmpty)
        }
    }

    @Test func `name and bio are the first attributes, as the packed form expects`() {
        #expect(Journeyer.attributes.prefix(2).map(\.name) == ["full_name", "bio"] && Journeyer.attributes.count <= 30)
    }

    @Test(arguments: [0, 0.5, -1.25, 1_790_000_000, 1_790_000_000.123, 1_790_000_000.1234567, -62_135_596_800, 1e300, -0.001, 4e18])
    func `an instant is exactly the same as before`(seconds: Double) {
        var journeyer = Journeyer(handle: "a")
        (journeyer.lastEntryAt, journeyer.dateJoined) = (Date(timeIntervalSince1970: seconds), Date(timeIntervalSince1970: -seconds))
        #expect(PackedJourneyers([journeyer])[0] == journeyer)
    }

    @Test(arguments: JourneyerSort.allCases)
    func `every order is that of its key, then of the handle, with unknown values last`(sort: JourneyerSort) {
        let all = Self.journeyers(200, seed: 2)
        func key(_ journeyer: Journeyer) -> Int? {
            switch sort {
            case .handle, .name: nil
            case .days: journeyer.daysCompleted
            case .score: journeyer.totalScore
            case .githubStreak: journeyer.githubStreak
            case .twitterStreak: journeyer.twitterStreak
            case .lastEntry: journeyer.lastEntryAt?.millisecondsSince1970
            case .joined: journeyer.dateJoined?.millisecondsSince1970
            }
        }
        for isReversed in [false, true] {
            let sorted = sort.sorted(all, reversed: isReversed)
            #expect(Set(sorted.map(\.handle)) == Set(all.map(\.handle)))
            for (a, b) in zip(sorted, sorted.dropFirst()) {
                let byHandle = a.handle.lowercased() < b.handle.lowercased()
                switch sort {
                case .handle: #expect(byHandle != isReversed)
                case .name:
                    guard let one = a.fullName?.lowercased(), let other = b.fullName?.lowercased() else {
                        #expect(b.fullName == nil && (a.fullName != nil || byHandle))
                        continue
                    }
                    #expect(one == other ? byHandle : (one < other) != isReversed)
                default:
                    guard let one = key(a), let other = key(b) else {
                        #expect(key(b) == nil && (key(a) != nil || byHandle))
                        continue
                    }
                    // The lowest integer and the next one are the same key.
                    let isSame = max(one, .min + 1) == max(other, .min + 1)
                    #expect(isSame ? byHandle : (one > other) != isReversed)
                }
            }
        }
    }
}
