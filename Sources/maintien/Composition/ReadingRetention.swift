import Access
import Logging

/// Drops the months of the access log that are no longer kept.
struct ReadingRetention {
    let log: AccessLog
    let months: Int
    let logger: Logger

    private static let interval = Duration.seconds(3600)

    /// Looks each hour until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let dropped = try await log.dropMonths(keeping: months)
                if dropped > 0 { logger.notice("months of the access log were dropped", metadata: ["months": "\(dropped)"]) }
            } catch {
                if !Task.isCancelled {
                    logger.warning("months of the access log could not be dropped", metadata: ["error": "\(type(of: error))"])
                }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
