import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// What a process has looked up and written itself need not be looked up again; what others write meanwhile is found out.
@Suite(.timeLimit(.minutes(10))) struct OwnStretchTests {
    @Test func `what was looked up before the stretch of one's own holds through it`() async throws {
        try await withLog { log async throws in
            let (own, contract) = (OwnStretch(), UUID())
            for version in 0..<3 {
                let verdict = try await log.append(
                    .events(to: contract, at: version, key: "k\(version)"), known: LookedUp(at: 0...0, own: own))
                #expect(verdict.isAppended)
                #expect(verdict.receipt?.position == Int64(version + 1))
            }
            #expect(try await EventLog.verify(log.service).position == 3)
        }
    }

    @Test func `an event of somebody else ends it`() async throws {
        try await withLog { log async throws in
            let (own, contract, other) = (OwnStretch(), UUID(), UUID())
            #expect(try await log.append(.events(to: contract, at: 0), known: LookedUp(at: 0...0, own: own)).isAppended)
            #expect(try await log.append(.events(to: contract, at: 1, key: "theirs")).isAppended)
            let known = LookedUp(at: 0...0, own: own)
            #expect(try await log.append(.events(to: contract, at: 1), known: known) == .conflict(actualVersion: 2))
            #expect(try await log.append(.events(to: contract, at: 1, key: "theirs"), known: known).name == "replayed")
            // Its own appends go on from there, but what was looked up before is no longer known to be all.
            #expect(try await log.append(.events(to: other, at: 0), known: known).isAppended)
            #expect(try await log.append(.events(to: contract, at: 1), known: known) == .conflict(actualVersion: 2))
            #expect(try await log.append(.events(to: other, at: 1), known: LookedUp(at: 2...2, own: own)).isAppended)
            #expect(try await EventLog.verify(log.service).position == 4)
        }
    }

    @Test func `what was not committed is no part of it, whatever comes to stand in its place`() async throws {
        try await withLog { log async throws in
            let (own, contract) = (OwnStretch(), UUID())
            await #expect(throws: PostgresError.self) {
                try await log.append(
                    .events(to: contract, at: 0), alongside: { _ in ["SELECT 1 / 0"] }, known: LookedUp(at: 0...0, own: own))
            }
            #expect(try await log.append(.events(to: contract, at: 0)).isAppended)
            #expect(try await log.append(.events(to: contract, at: 0), known: LookedUp(at: 0...0, own: own)) == .conflict(actualVersion: 1))
        }
    }

    @Test func `several processes, each with a stretch of its own and several writers on it, lose nothing and double nothing`() async throws
    {
        try await withLog(connections: 6) { log in
            let contracts = (0..<6).map { _ in UUID() }
            let accepted = try await withThrowingTaskGroup { group in
                for process in 0..<2 {
                    let own = OwnStretch()
                    for writer in 0..<3 {
                        group.addTask {
                            var accepted: Set<Int64> = []
                            // The process's other writers leave these contracts alone; those of the other process do not.
                            let mine = [contracts[writer], contracts[writer + 3]]
                            for number in 0..<60 {
                                let looked = try await log.service.withSession { try EventLog.lookUp(Set(mine), keys: [], in: $0) }
                                for contract in mine {
                                    let proposal = Proposal.events(
                                        to: contract, at: looked.histories[contract]?.count ?? 0,
                                        key: "\(process) \(writer) \(number) \(contract)")
                                    let verdict = try await log.append(
                                        proposal, known: LookedUp(at: looked.position...looked.position, own: own))
                                    if let receipt = verdict.receipt { #expect(accepted.insert(receipt.position).inserted) }
                                }
                            }
                            return accepted
                        }
                    }
                }
                return try await group.reduce(into: Set<Int64>()) { all, some in
                    #expect(all.isDisjoint(with: some))
                    all.formUnion(some)
                }
            }
            #expect(accepted == Set(1...Int64(accepted.count)))
            #expect(try await EventLog.verify(log.service).position == Int64(accepted.count))
        }
    }
}

extension LogUnderTest {
    /// Copies a proposal in, for which something was looked up.
    fileprivate func append(
        _ proposal: Proposal, alongside: (@Sendable ((Int) -> Bool) throws -> [SQL])? = nil, known: LookedUp
    ) async throws -> Verdict {
        try await service.withSession { session in
            try EventLog.append(Draft([proposal], copyingFrom: 0), now: 0, alongside: alongside, known: known, in: session)[0]
        }
    }
}
