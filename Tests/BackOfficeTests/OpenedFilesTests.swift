import Access
import ContractService
import Testing

@testable import BackOffice

@Suite struct OpenedFilesTests {
    private static let clerk = Caller(id: "clerk-1", capacity: .staff([.clerk]))
    private static let contracts = (1...4).compactMap { ContractID("00000000-0000-4000-8000-00000000000\($0)") }

    private func reading(of contract: Int?, trace: String?) -> Reading {
        Reading(
            by: Self.clerk, contract == nil ? .search : .person, contract: contract.map { Self.contracts[$0].uuid }, person: "holder",
            fields: [],
            found: 1, trace: trace)
    }

    @Test func `files that were opened come by the last reading, once each`() {
        let readings = [
            reading(of: 0, trace: "5"), reading(of: 0, trace: "5"), reading(of: nil, trace: "4"), reading(of: 1, trace: "3"),
            reading(of: 0, trace: "2"), reading(of: 2, trace: "1"),
        ]
        #expect(OpenedFiles.latest(of: readings, atMost: 8) == [Self.contracts[0], Self.contracts[1], Self.contracts[2]])
        #expect(OpenedFiles.latest(of: readings, atMost: 2) == [Self.contracts[0], Self.contracts[1]])
    }

    @Test func `a list that names people of several contracts opened none`() {
        let readings = [reading(of: 0, trace: "2"), reading(of: 1, trace: "2"), reading(of: 2, trace: "1"), reading(of: 3, trace: nil)]
        #expect(OpenedFiles.latest(of: readings, atMost: 8) == [Self.contracts[2], Self.contracts[3]])
        #expect(OpenedFiles.latest(of: [], atMost: 8).isEmpty)
    }
}
