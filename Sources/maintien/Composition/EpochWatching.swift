import CivilTime
import ContractService
import Logging
import Metrics
import Postgres
import Vault

/// Follows rotations of the master key, says when the key file lacks an epoch, and counts the epochs that are overdue: `maintien_epochs_overdue`.
struct EpochWatching {
    let vault: Vault
    let database: Database
    /// For how many days backups are kept.
    let keptDays: Int
    let logger: Logger
    /// The present epoch when the vault was opened.
    let first: Int

    private static let interval = Duration.seconds(10)

    /// Looks every ten seconds until the task is cancelled.
    func run() async {
        var (present, told): (Int, VaultError?) = (first, nil)
        while !Task.isCancelled {
            do {
                let epochs = try await database.withSession { session in try Vault.epochs(in: session) }
                let overdue = epochs.overdue(at: SystemClock().now().microseconds, keptDays: keptDays)
                Gauge(label: "maintien_epochs_overdue").record(overdue.count)
                let epoch = try await database.withSession { session in try vault.presentEpoch(in: session) }
                if epoch != present || told != nil {
                    logger.notice("the vault follows the present epoch of the master key", metadata: ["epoch": "\(epoch)"])
                }
                (present, told) = (epoch, nil)
            } catch let error as VaultError {
                if told != error { logger.error("the vault cannot be written: \(error)") }
                told = error
            } catch {
                // Without the database there is nothing to follow.
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
