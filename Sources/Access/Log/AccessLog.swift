import FoundationEssentials
public import Postgres
import Synchronization

/// The access log in the database.
///
/// While a commit is under way, new readings wait in a bounded queue; the next commit records them as one batch.
public final class AccessLog: AccessLogging {
    let database: Database
    private let queue = Mutex(Queue())

    /// The queue of waiting readings is full.
    public struct Full: Error {}

    private struct Waiting {
        let reading: Reading
        let answer: CheckedContinuation<Result<Void, any Error>, Never>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        /// Whether a worker is recording the queue.
        var isAtWork = false
    }

    /// The most readings in one commit.
    private static let batch = 256
    /// The most readings that may wait.
    private static let limit = 4096
    /// The most commits on one session before the worker gives it back.
    private static let commitsInARow = 64
    /// How long one commit may take. After that the connection is dropped; whether its readings were recorded is unknown.
    private let patience: Duration

    /// An access log in a migrated database.
    ///
    /// - Parameter patience: how long one commit may take.
    public init(database: Database, patience: Duration = .seconds(5)) {
        self.database = database
        self.patience = patience
    }

    /// Records a reading durably.
    ///
    /// - Throws: `Full`, or an error of the database.
    public func record(_ reading: Reading) async throws {
        let result: Result<Void, any Error> = await withCheckedContinuation { answer in
            let (isFull, begins) = queue.withLock { queue in
                if queue.waiting.count >= AccessLog.limit { return (true, false) }
                queue.waiting.append(Waiting(reading: reading, answer: answer))
                defer { queue.isAtWork = true }
                return (false, !queue.isAtWork)
            }
            if isFull { answer.resume(returning: .failure(Full())) }
            if begins { work() }
        }
        try result.get()
    }

    /// Records the waiting readings, batch by batch, until the queue is empty.
    private func work() {
        database.submit { [self] session in
            for _ in 0..<AccessLog.commitsInARow {
                let group = takeGroup()
                if group.isEmpty { return }
                let result = Result {
                    let session = try session.get()
                    try session.within(patience) { try AccessLog.append(group.map(\.reading), in: session) }
                }
                for one in group { one.answer.resume(returning: result) }
                guard case .success(let session) = session, session.isFit else { break }
            }
            work()
        }
    }

    private func takeGroup() -> [Waiting] {
        queue.withLock { queue in
            let group = Array(queue.waiting.prefix(AccessLog.batch))
            queue.waiting.removeFirst(group.count)
            if group.isEmpty { queue.isAtWork = false }
            return group
        }
    }

    private static func append(_ readings: [Reading], in session: Session) throws {
        let rows = String(decoding: try JSONEncoder().encode(readings.map(Row.init)), as: UTF8.self)
        _ = try session.transaction { session in
            try session.one("SELECT access.record(\(rows)::json)", as: Int64.self)
        }
    }

    /// A reading as a parameter of `access.record`.
    private struct Row: Encodable {
        let caller, role, what: String
        let contract_id: UUID?
        let person: String?
        let fields: [String]
        let found: Int
        let trace: String?

        init(_ reading: Reading) {
            (caller, role, what, contract_id) = (reading.caller, reading.role, reading.subject.rawValue, reading.contract)
            (person, fields, found, trace) = (reading.person, reading.fields, reading.found, reading.trace)
        }
    }
}
