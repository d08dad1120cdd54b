import FoundationEssentials
import RandomTesting
import Testing

@testable import ContractService

/// What was asked for last is kept, up to a weight: as of a list that is searched from end to end.
@Suite struct RecentlyUsedTests {
    @Test(arguments: 1...20) func `it keeps what a list would keep`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
        let contracts = (0..<12).map { _ in UUID() }
        var used = RecentlyUsed<Int>(limit: 40) { $0 }
        // The newest last.
        var list: [(contract: UUID, value: Int)] = []
        for _ in 0..<500 {
            let contract = contracts[below(contracts.count)]
            let place = list.firstIndex { $0.contract == contract }
            switch below(10) {
            case 0:
                #expect(used.take(contract) == place.map { list.remove(at: $0).value })
            case 1..<4:
                #expect(used[contract] == place.map { list[$0].value })
                if let place { list.append(list.remove(at: place)) }
            case 4:
                let isGivenUp = below(2) == 0
                used.change(contract) { isGivenUp ? nil : $0 - 1 }
                if let place { if isGivenUp { list.remove(at: place) } else { list[place].value -= 1 } }
            case 5 where below(40) == 0:
                used.removeAll()
                list = []
            default:
                let value = 2 + below(42)
                used.keep(value, of: contract)
                if let place { list.remove(at: place) }
                if value <= 40 { list.append((contract, value)) }
                while list.reduce(0, { $0 + $1.value }) > 40 { list.removeFirst() }
            }
            for contract in contracts { #expect(used.peek(contract) == list.first { $0.contract == contract }?.value) }
        }
    }
}
