import Access
import Logging

/// Drops expired months of the access log and expired proposals.
struct AccessRetention {
    let log: AccessLog
    let proposals: Proposals
    let months: Int
    let logger: Logger

    private static let interval = Duration.seconds(3600)

    /// Drops expired data every hour until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await drop("months of the access log") { try await log.dropMonths(keeping: months) }
            await drop("proposals") { try await proposals.drop(keeping: months) }
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func drop(_ what: String, _ body: () async throws -> Int) async {
        do {
            let dropped = try await body()
            if dropped > 0 { logger.notice("\(what) were dropped", metadata: ["number": "\(dropped)"]) }
        } catch {
            if !Task.isCancelled { logger.warning("\(what) could not be dropped", metadata: ["error": "\(type(of: error))"]) }
        }
    }
}
