import Access
import Synchronization

/// Stands in for the access log: keeps what it is given, or refuses it.
final class ScriptedAccessLog: AccessLogging {
    struct Away: Error {}

    private let recorded = Mutex<[Reading]>([])
    private let filters = Mutex<[ReadingFilter]>([])
    private let isAway: Bool

    var readings: [Reading] { recorded.withLock { $0 } }
    var asked: [ReadingFilter] { filters.withLock { $0 } }

    init(isAway: Bool = false, _ readings: [Reading] = []) {
        self.isAway = isAway
        recorded.withLock { $0 = readings }
    }

    func record(_ reading: Reading) async throws {
        if isAway { throw Away() }
        recorded.withLock { $0.append(reading) }
    }

    func readings(_ filter: ReadingFilter, limit: Int) async throws -> [RecordedReading] {
        filters.withLock { $0.append(filter) }
        let kept = readings.enumerated().map { RecordedReading(position: Int64($0 + 1), at: Int64($0) * 1_000_000, reading: $1) }
        return Array(kept.reversed().filter { $0.position < filter.beforePosition ?? .max }.prefix(limit))
    }
}
