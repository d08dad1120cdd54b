import EventLog
import FoundationEssentials
import Postgres
import Testing

@testable import Portfolio

/// What lies in the log in the order of time comes out contract by contract.
@Suite struct RangeFileTests {
    @Test(arguments: [1, 2, 7, 40])
    func `every row comes once, in the range of its contract, by contract and by version`(count: Int) throws {
        let contracts = (0..<200).map { _ in UUID() }.sorted { $0.bits < $1.bits }
        let bounds = (1..<count).map { contracts[$0 * contracts.count / count] }
        let ranges = zip([nil] + bounds.map(Optional.some), bounds.map(Optional.some) + [nil]).map {
            ContractRange(from: $0, until: $1)
        }
        let file = try RangeFile(ranges: ranges)
        var told = contracts.flatMap { contract in (1...50).map { (contract, Int32($0)) } }
        told.shuffle()
        // Two workers, each with some of the rows, enough of them to be written before the end.
        var sorters = [RangeFile.Sorter(into: file), RangeFile.Sorter(into: file)]
        for (number, (contract, version)) in told.enumerated() {
            var row = BinaryRows()
            row.row(fields: 3)
            row.field(contract)
            row.field(version)
            row.field([UInt8](repeating: 7, count: Int(version)))
            try row.bytes.withUnsafeBytes { try sorters[number % 2].add($0) }
        }
        for place in sorters.indices { try sorters[place].finish() }

        var found: [(place: Int, contract: UInt128, version: Int32)] = []
        for place in ranges.indices {
            try file.forEachRow(at: place) { bytes in
                var row = try #require(BinaryRow(bytes))
                found.append((place, try row.uuid(), try row.int32()))
                #expect(try row.bytes().count == Int(found[found.count - 1].version))
            }
        }
        #expect(found.map(\.contract) == contracts.flatMap { Array(repeating: $0.bits, count: 50) })
        #expect(found.map(\.version) == contracts.flatMap { _ in Array(1...50) })
        for (place, contract, _) in found {
            #expect(place == bounds.count { $0.bits <= contract })
        }
    }
}
