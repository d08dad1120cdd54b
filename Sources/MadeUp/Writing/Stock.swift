import ContractService
import Synchronization

/// A store of all events of a portfolio by sitting, in a scratch file.
struct Stock: ~Copyable, Sendable {
    /// A run of events of one sitting, ordered by contract and version.
    struct Run: Sendable {
        /// The number of the shard of contracts.
        let shard: Int
        let bytes: Range<Int>
    }

    /// Counts of the stored events.
    struct Tally: Sendable {
        var events = 0
        var dropped = 0
        var byType: [String: Int] = [:]

        mutating func add(_ other: Tally) {
            events += other.events
            dropped += other.dropped
            byType.merge(other.byType, uniquingKeysWith: +)
        }
    }

    private let file: ScratchFile
    private let kept: Mutex<(runs: [[Run]], tally: Tally)>

    /// An empty store for `sittings` sittings.
    init(sittings: Int) throws {
        file = try ScratchFile()
        kept = Mutex(([[Run]](repeating: [], count: sittings), Tally()))
    }

    /// The counts so far.
    var tally: Tally { kept.withLock { $0.tally } }

    /// Makes the lives of a shard and stores their events. Stops between two lives when `goesOn` returns false.
    func make(_ numbers: Range<Int>, shard: Int, of world: World, while goesOn: () -> Bool) throws {
        var sheets = [[UInt8]](repeating: [], count: world.instants.count)
        var tally = Tally()
        for number in numbers {
            guard goesOn() else { return }
            let life = world.life(number)
            tally.events += life.events.count
            tally.dropped += life.dropped
            for event in life.events {
                tally.byType[Entry.write(event, of: life.contract, to: &sheets[event.sitting]), default: 0] += 1
            }
        }
        let start = try file.append(Array(sheets.joined()))
        kept.withLock { kept in
            var place = start
            for (sitting, sheet) in sheets.enumerated() where !sheet.isEmpty {
                kept.runs[sitting].append(Run(shard: shard, bytes: place..<place + sheet.count))
                place += sheet.count
            }
            kept.tally.add(tally)
        }
    }

    /// The runs of a sitting, ordered by contract.
    func runs(of sitting: Int) -> [Run] { kept.withLock { $0.runs[sitting].sorted { $0.shard < $1.shard } } }

    /// The events of a run.
    func entries(of run: Run) throws -> [Entry] {
        let bytes = try file.read([run.bytes])
        var entries: [Entry] = []
        var place = 0
        while place < bytes.count { entries.append(Entry(bytes, at: &place)) }
        return entries
    }
}
