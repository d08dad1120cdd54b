import Access
import CivilTime
import ContractService
import EventLog
import Postgres
import Seals
import Vault

extension LogState {
    /// The log as it is now, at the places that the seals of a shelf state.
    ///
    /// - Parameters:
    ///   - log: reads the log and the register of erasures.
    ///   - readings: reads the access log.
    init(_ shelf: SealShelf, log: Database, readings: Database) async throws {
        let (identity, head, erasures) = try await log.withSession { session in
            (try EventLog.identity(in: session), try EventLog.head(in: session), try Vault.registerHead(in: session))
        }
        let (events, entries) = try await log.withSession { session in
            (
                try EventLog.hashes(of: shelf.positions(in: .events), in: session),
                try Vault.registerHashes(of: shelf.positions(in: .erasures), in: session)
            )
        }
        let (extent, read) = try await readings.withSession { session in
            (try AccessLog.extent(in: session), try AccessLog.hashes(of: shelf.positions(in: .readings), in: session))
        }
        self.init(
            log: identity.id.text,
            incarnation: SealedIncarnation(number: identity.incarnation, mark: identity.mark, begunAfter: identity.begunAfter),
            events: ChainState(end: SealedPlace(position: head.position, hash: head.hash), hashes: events),
            readings: ChainState(
                begun: SealedPlace(position: extent.begun.position, hash: extent.begun.hash),
                end: SealedPlace(position: extent.head.position, hash: extent.head.hash), hashes: read),
            lastReadingAt: extent.at.map { Instant(microseconds: $0) },
            erasures: ChainState(end: SealedPlace(position: erasures.number, hash: erasures.hash), hashes: entries),
            now: SystemClock().now())
    }
}

extension SealShelf {
    /// The log as it is now, which holds all these seals.
    ///
    /// - Parameter acceptsLosses: whether it is known what a restored copy lost of former incarnations.
    /// - Throws: `SealProblem` when the log or a seal is not what it was.
    func state(log: Database, readings: Database, acceptingLosses acceptsLosses: Bool) async throws -> LogState {
        let state = try await LogState(self, log: log, readings: readings)
        let findings = findings(about: state, acceptingLosses: acceptsLosses)
        if !findings.isEmpty { throw SealProblem(findings: findings) }
        return state
    }
}

extension Head {
    /// A head without its time.
    init(_ place: SealedPlace) { self.init(position: place.position, hash: place.hash, recordedAt: nil) }
}
