import ContractService
import EventLog
import FoundationEssentials
import Postgres

/// Checks the standby that answers questions.
struct StandbyExamination {
    let standby: ReadStore

    /// The finding.
    ///
    /// - Parameters:
    ///   - log: The identity of the primary's log.
    ///   - end: The position at which that log ends.
    func finding(of log: LogIdentity, endingAt end: Int64) async -> DoctorFinding {
        let (check, remedy) = ("readDatabase", "Until then the primary answers. See README, Questions on a standby.")
        let seen: (log: LogIdentity, head: Head)
        do {
            seen = try await Database.opened(standby.configuration) { database in
                try await database.withSession { session in
                    (try EventLog.identity(in: session), try EventLog.head(in: session))
                }
            }
        } catch { return .warning(check, "It does not answer: \(error).", remedy) }
        guard seen.log.id == log.id else {
            return .broken(check, "It has another log, \(seen.log.id.text).", "Name a hot standby of the database.")
        }
        guard seen.head.position < end else { return .ok(check, "The standby has the log up to position \(seen.head.position).") }
        return .warning(check, "The standby is at position \(seen.head.position), \(end - seen.head.position) behind the log.", remedy)
    }
}
