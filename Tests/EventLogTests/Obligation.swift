import FoundationEssentials
import Postgres

/// What every log owes to those who write and read it. Each names what it found wrong with a store; nil: nothing.
enum Obligation: CaseIterable {
    case whatIsAcceptedIsThere
    case aReaderSkipsNothing
    case oneOfManyWins

    func breach(by store: some Store, in log: LogUnderTest) async throws -> String? {
        switch self {
        case .whatIsAcceptedIsThere: try await acceptedIsThere(store)
        case .aReaderSkipsNothing: try await readerSkipsNothing(store, log)
        case .oneOfManyWins: try await oneWins(store)
        }
    }

    private func acceptedIsThere(_ store: some Store) async throws -> String? {
        let contract = UUID()
        guard try await store.append(to: contract, at: 0, alongside: []) else { return "the first event of a contract is refused" }
        guard try await !store.append(to: contract, at: 0, alongside: []) else { return "a decision on an old version is accepted" }
        guard try await store.append(to: contract, at: 1, alongside: []) else { return "the second event of a contract is refused" }
        let versions = try await store.page(after: 0).filter { $0.contract == contract }.map(\.version)
        return versions == [1, 2] ? nil : "accepted were the versions 1 and 2, there are \(versions)"
    }

    /// Two writers; the one that began first commits last; a reader looks in between, and then goes on from where it was.
    private func readerSkipsNothing(_ store: some Store, _ log: LogUnderTest) async throws -> String? {
        let gate = try await Gate.closed(in: log)
        let ended = Ended()
        async let first = ended.noting { try await store.append(to: UUID(), at: 0, alongside: [Gate.pass]) }
        try await log.until { $0 >= 1 || ended.count == 1 }
        async let second = ended.noting { try await store.append(to: UUID(), at: 0, alongside: []) }
        // Either the second waits for the first, or it is done before it: there is no third way.
        try await log.until { $0 >= 2 || ended.count >= 1 }
        var seen = try await store.page(after: 0)
        try await gate.open()
        _ = try await (first, second)
        seen += try await store.page(after: seen.last?.position ?? 0)
        return seen.count == 2 ? nil : "a reader saw \(seen.count) of 2 events"
    }

    private func oneWins(_ store: some Store) async throws -> String? {
        let contract = UUID()
        let accepted = try await withThrowingTaskGroup { group in
            for _ in 0..<16 { group.addTask { try await store.append(to: contract, at: 0, alongside: []) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let stored = try await store.page(after: 0).filter { $0.contract == contract }
        return accepted == 1 && stored.map(\.version) == [1]
            ? nil : "\(accepted) of 16 equal decisions were accepted, \(stored.count) events are there"
    }
}
