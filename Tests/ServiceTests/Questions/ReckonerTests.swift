import Dispatch
import FoundationEssentials
import Synchronization
import Testing

@testable import ContractService

/// What is reckoned apart waits in turns, is given up, and is bounded.
@Suite(.timeLimit(.minutes(10))) struct ReckonerTests {
    private let large = Reckoner.lightFacts + 1

    /// What was reckoned, in order.
    private final class Order: Sendable {
        let names = Mutex<[String]>([])
        let hasBegun = Atomic(false)
    }

    @Test func `those who wait for different keys take turns, those for one keep their order`() {
        var turns = Turns<String, Int>()
        for (item, key) in zip(1..., ["a", "a", "a", "b", "c", "b"]) { turns.add(item, for: key) }
        #expect(turns.count == 6)
        var order: [Int] = []
        while let item = turns.next() { order.append(item) }
        #expect(order == [1, 4, 5, 2, 6, 3] && turns.count == 0)
    }

    @Test func `small contracts are answered at once while a large one is reckoned, and large ones take turns`() async throws {
        let reckoner = Reckoner(threads: 1)
        let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let (one, other) = (UUID(), UUID())
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await reckoner.reckon(of: one, facts: large) {
                    begun.signal()
                    mayEnd.wait()
                }
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    begun.wait()
                    continuation.resume()
                }
            }
            #expect(try await reckoner.reckon(of: other, facts: 1) { 7 }.value == 7)
            for (number, contract) in [one, one, one, other].enumerated() {
                group.addTask {
                    _ = try await reckoner.reckon(of: contract, facts: large) {
                        order.names.withLock { $0.append(contract == one ? "one" : "other") }
                    }
                }
                while reckoner.waiting <= number { await Task.yield() }
            }
            mayEnd.signal()
            try await group.waitForAll()
        }
        // The other one's came last, and is the second.
        #expect(order.names.withLock { $0 } == ["one", "other", "one", "one"])
    }

    @Test func `what nobody waits for any more is not reckoned`() async throws {
        let reckoner = Reckoner(threads: 1)
        let mayEnd = DispatchSemaphore(value: 0)
        let reckoned = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await reckoner.reckon(of: UUID(), facts: large) {
                    reckoned.hasBegun.store(true, ordering: .releasing)
                    mayEnd.wait()
                }
            }
            while !reckoned.hasBegun.load(ordering: .acquiring) { await Task.yield() }
            let asked = Task {
                try await reckoner.reckon(of: UUID(), facts: large) { reckoned.names.withLock { $0.append("") } }.value
            }
            while reckoner.waiting == 0 { await Task.yield() }
            asked.cancel()
            await #expect(throws: CancellationError.self) { try await asked.value }
            mayEnd.signal()
            try await group.waitForAll()
            #expect(try await reckoner.reckon(of: UUID(), facts: large) { 7 }.value == 7)
        }
        #expect(reckoned.names.withLock { $0.isEmpty })
    }

    @Test func `one that takes longer than it may is answered so, and the next ones are reckoned`() async throws {
        let reckoner = Reckoner(bound: .milliseconds(20), threads: 2)
        let isOver = Atomic(false)
        await #expect {
            try await reckoner.reckon(of: UUID(), facts: large) { while !isOver.load(ordering: .relaxed) {} }.value
        } throws: { error in
            if case ServiceError.tooLarge? = error as? ServiceError { true } else { false }
        }
        #expect(try await reckoner.reckon(of: UUID(), facts: large) { 7 }.value == 7)
        isOver.store(true, ordering: .relaxed)
    }

    @Test func `more than so many large ones at once are refused, until an answer is sent`() async throws {
        let reckoner = Reckoner(threads: 1)
        var places: [Reckoner.Place?] = []
        for _ in 0..<64 { places.append(try await reckoner.reckon(of: UUID(), facts: large) {}.place) }
        await #expect {
            try await reckoner.reckon(of: UUID(), facts: large) {}
        } throws: { error in
            if case ServiceError.overloaded? = error as? ServiceError { true } else { false }
        }
        #expect(try await reckoner.reckon(of: UUID(), facts: 1) { 7 }.value == 7)
        places.removeLast()
        #expect(try await reckoner.reckon(of: UUID(), facts: large) { 7 }.value == 7)
    }
}
