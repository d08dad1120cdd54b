import Dispatch
import FoundationEssentials
import Synchronization

/// Makes the lives of a portfolio in parallel, with one thread per core.
final class Workshop: Sendable {
    let stock: Stock
    private let contracts: Int
    private let world: World
    private let progress: @Sendable (MadeUpPortfolio.Progress) -> Void
    /// The number of contracts in a shard: small enough for little memory, and for enough shards to keep all cores busy.
    private let shardSize: Int
    private let nextShard = Atomic<Int>(0)
    private let made = Atomic<Int>(0)
    private let failure = Mutex<(any Error)?>(nil)

    init(_ contracts: Int, of world: World, _ progress: @escaping @Sendable (MadeUpPortfolio.Progress) -> Void) throws {
        self.contracts = contracts
        self.world = world
        self.progress = progress
        shardSize = min(4096, max(16, contracts / 256))
        stock = try Stock(sittings: world.instants.count)
    }

    /// Makes all lives. Throws `CancellationError` early when the task is cancelled.
    func makeAll() async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let group = DispatchGroup()
                for worker in 1...max(1, ProcessInfo.processInfo.activeProcessorCount) {
                    // Queues of their own: the global queues have only one thread per core, and other work needs these.
                    DispatchQueue(label: "made-up-\(worker)").async(group: group) { self.makeShards() }
                }
                group.notify(queue: DispatchQueue(label: "made-up")) { continuation.resume() }
            }
        } onCancel: {
            fail(CancellationError())
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func fail(_ error: any Error) { failure.withLock { $0 = $0 ?? error } }

    private var goesOn: Bool { failure.withLock { $0 == nil } }

    private func makeShards() {
        while goesOn {
            let shard = nextShard.add(1, ordering: .relaxed).oldValue
            let first = shard * shardSize
            guard first < contracts else { return }
            let numbers = first..<min(first + shardSize, contracts)
            do { try stock.make(numbers, shard: shard, of: world, while: { goesOn }) } catch { return fail(error) }
            progress(.made(made.add(numbers.count, ordering: .relaxed).newValue, of: contracts))
        }
    }
}
