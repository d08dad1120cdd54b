import CivilTime
import ContractService
import Seals

/// Checks whether the log was sealed lately. Whether the seals hold is for `maintien verify --seals` to prove.
struct SealExamination {
    /// The directory of the seals.
    let directory: String
    /// The file of the public keys of sealers and witnesses.
    let keys: String

    /// From this age of the newest seal on, the sealer is late: it seals each hour.
    private static let lateAfter: Int64 = 2 * 3_600_000_000

    /// The finding.
    ///
    /// - Parameter log: The log's id, and the position at which it ends.
    func finding(of log: String, endingAt end: Int64) -> DoctorFinding {
        let shelf: SealShelf
        do { shelf = SealShelf(try SealDirectory(path: directory).files(), by: try SealKeys.file(at: keys)) } catch {
            return .broken("seals", "\(error)", "Name the directory of the seals, and the file of the public keys.")
        }
        guard let newest = shelf.newest(ofLog: log)?.seal else {
            return .broken("seals", "No seal in \(directory) is of this log.", "maintien seal --to \(directory), each hour.")
        }
        let detail =
            "The newest of \(shelf.seals.count) is of \(newest.sealedAt), up to position \(newest.events.position); the log ends at \(end)."
        let isLate = newest.sealedAt.adding(microseconds: Self.lateAfter) <= SystemClock().now()
        return isLate
            ? .warning("seals", detail, "Has the timer of maintien seal stopped? Nothing shows a change of what came since.")
            : .ok("seals", detail)
    }
}
