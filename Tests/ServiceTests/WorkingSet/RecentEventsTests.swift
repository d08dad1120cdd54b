import FoundationEssentials
import RandomTesting
import Testing

@testable import ContractService

/// The ring of the last events against an array of all.
@Suite struct RecentEventsTests {
    @Test(arguments: 1...20) func `it gives what it still holds, in order, and never the first part of a correction`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
        let capacity = 1 + number(below: 12)
        let contracts = (0..<3).map { _ in UUID() }
        var recent = RecentEvents(limit: capacity)
        var (begin, all): (Int64, [RecentEvents.Event]) = (0, [])
        for _ in 0..<400 {
            switch number(below: 40) {
            case 0:
                begin = Int64(number(below: 100))
                all = []
                recent.begin(after: begin)
            case 1..<15:
                let event = RecentEvents.Event(
                    contract: contracts[number(below: 3)], version: all.count, recordedAt: Int64(all.count / (1 + number(below: 3))))
                all.append(event)
                recent.add(event)
            default:
                let (position, limit) = (Int64(number(below: 130)), 1 + number(below: 6))
                let place = Int(position - begin)
                let found = recent.events(after: position, limit: limit)
                guard place >= max(0, all.count - capacity), place < all.count else {
                    #expect(found == nil)
                    continue
                }
                var end = min(place + limit, all.count)
                while end < all.count, all[end].isOfCorrection(of: all[end - 1]) { end += 1 }
                #expect(found?.map(\.version) == all[place..<end].map(\.version))
            }
        }
    }
}

extension RecentEvents.Event {
    fileprivate func isOfCorrection(of other: Self) -> Bool { contract == other.contract && recordedAt == other.recordedAt }
}
