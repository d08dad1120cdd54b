import EventLog
import Logging
import Postgres

/// Deletes expired idempotency keys, some at a time.
struct KeyRetention {
    let database: Database
    let months: Int
    let logger: Logger

    private static let interval = Duration.seconds(3600)
    /// The pause between two batches of 256 pages. A table of 2 TB then takes a day.
    private static let pause = Duration.milliseconds(100)

    /// Deletes expired keys every hour until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            var dropped = 0
            do {
                while let some = try await database.withSession({ [months] in try EventLog.dropKeys(keeping: months, in: $0) }) {
                    dropped += some
                    try await Task.sleep(for: Self.pause)
                }
            } catch {
                if !Task.isCancelled {
                    logger.warning("idempotency keys could not be deleted", metadata: ["error": "\(type(of: error))"])
                }
            }
            if dropped > 0 { logger.notice("idempotency keys were deleted", metadata: ["number": "\(dropped)"]) }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
