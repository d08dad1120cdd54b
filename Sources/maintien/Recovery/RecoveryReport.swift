import EventLog
import FoundationEssentials
import JSON
import Postgres
import Seals

/// What a recovery has found and done.
struct RecoveryReport: Sendable {
    /// People of the register that was kept elsewhere.
    struct Erasures: Sendable {
        /// How many were erased again.
        var again = 0
        /// How many the restored log does not know.
        var unknown = 0
    }

    /// The log in its new incarnation.
    let log: LogIdentity
    /// Where it ended before the recovery.
    let head: Head
    /// The newest seal; nil when no seals were given.
    let newest: OpenedSeal?
    let lost: LostEvents
    /// Nil when no register of erasures was given.
    let erasures: Erasures?
    /// The number of contracts whose projections are not what the log makes; nil when other rules made them.
    let projectionsDiffer: Int?

    /// Whether nothing is left to be done.
    var isSound: Bool { projectionsDiffer == 0 }

    /// For the operator.
    var words: String {
        let projections =
            switch projectionsDiffer {
            case 0?: "The projections say what the log does."
            case let count?: "The projections of \(count) contracts are not what the log makes: run `maintien rebuild --force`."
            case nil: "The projections were made by other rules or parameters: run `maintien rebuild --force`."
            }
        let lines = [
            "The log is whole. Events: \(head.position). Last hash: \(head.hash.hexadecimal)",
            newest.map { "All seals hold. The newest is of \($0.seal.sealedAt), up to position \($0.seal.events.position)." },
            lost.words,
            erasures.map { "Erased again: \($0.again). Not known to the restored log: \($0.unknown)." },
            projections,
            "Incarnation \(log.incarnation) of log \(log.id.text) begins after position \(log.begunAfter). Start the services again.",
        ]
        return lines.compactMap(\.self).joined(separator: "\n")
    }

    /// For programs.
    var json: JSON {
        [
            "recovered": true, "log": .string(log.id.text), "incarnation": JSON(log.incarnation), "begunAfter": JSON(Int(log.begunAfter)),
            "position": JSON(Int(head.position)), "hash": .string(head.hash.hexadecimal),
            "newestSeal": newest.map { .string("\($0.seal.sealedAt)") } ?? .null,
            "sealedPosition": JSON(newest.map { Int($0.seal.events.position) }), "lost": lost.json, "erasedAgain": JSON(erasures?.again),
            "erasedUnknown": JSON(erasures?.unknown), "projectionsDiffer": JSON(projectionsDiffer),
        ]
    }
}
