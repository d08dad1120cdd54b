import Synchronization
import Testing

@testable import ContractService

/// Bulks take turns.
@Suite(.timeLimit(.minutes(10))) struct BulkLaneTests {
    @Test func `a small bulk does not wait for all that a large one has given`() async {
        let lane = BulkLane()
        let (large, small) = (BulkStream(), BulkStream())
        let order = Mutex<[String]>([])
        let (gate, opening) = AsyncStream<Void>.makeStream()
        var pieces = [lane.run(for: large) { for await _ in gate {} }]
        for number in 1...5 { pieces.append(lane.run(for: large) { order.withLock { $0.append("large \(number)") } }) }
        for number in 1...2 { pieces.append(lane.run(for: small) { order.withLock { $0.append("small \(number)") } }) }
        opening.finish()
        for piece in pieces { await piece.value }
        await lane.emptied()
        // After the first piece of the large one its next was due when the small one came: behind that they alternate.
        #expect(order.withLock { $0.filter { $0.hasPrefix("large") } } == (1...5).map { "large \($0)" })
        #expect(order.withLock { $0.prefix(4).contains("small 2") })
    }
}
