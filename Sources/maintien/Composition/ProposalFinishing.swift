import HTTPAPI
import Logging

/// Finishes confirmed proposals whose run was cut off or could not be decided.
struct ProposalFinishing {
    let desk: ProposalDesk
    let logger: Logger

    private static let interval = Duration.seconds(60)

    /// Tries every minute until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let left = try await desk.finish()
                if left > 0 { logger.warning("confirmed proposals are not done yet", metadata: ["number": "\(left)"]) }
            } catch {
                if !Task.isCancelled { logger.warning("proposals could not be looked at", metadata: ["error": "\(type(of: error))"]) }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
