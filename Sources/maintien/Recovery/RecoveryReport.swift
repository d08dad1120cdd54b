import EventLog
import FoundationEssentials
import JSON
import Postgres
import Seals
import Vault

/// What a recovery has found and done.
struct RecoveryReport: Sendable {
    /// People of the register that was kept elsewhere.
    struct Erasures: Sendable {
        /// How many were erased again.
        var again = 0
        /// Whom the restored log does not know.
        var unknown: [Vault.Owner] = []
    }

    /// The log in its new incarnation.
    let log: LogIdentity
    /// Where it ended before the recovery.
    let head: Head
    /// The newest seal; nil when no seals were given.
    let newest: OpenedSeal?
    let lost: LostEvents
    /// Lost positions of which nothing is told. Who was erased there is not known.
    let untold: [ClosedRange<Int64>]
    let erasures: Erasures
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
        let lines: [String?] = [
            "The log is whole. Events: \(head.position). Last hash: \(head.hash.hexadecimal)",
            newest.map { "All seals hold. The newest is of \($0.seal.sealedAt), up to position \($0.seal.events.position)." },
            lost.words,
            untoldWords,
            erasures.words,
            projections,
            "Incarnation \(log.incarnation) of log \(log.id.text) begins after position \(log.begunAfter). Start the services again.",
        ]
        return lines.compactMap(\.self).joined(separator: "\n")
    }

    private var untoldWords: String? {
        if untold.isEmpty { return nil }
        let ranges = untold.map { "\($0.lowerBound) to \($0.upperBound)" }.joined(separator: ", ")
        return "Nothing tells what was recorded at \(ranges): who was erased there comes back."
    }

    /// For programs.
    var json: JSON {
        [
            "recovered": true, "log": .string(log.id.text), "incarnation": JSON(log.incarnation), "begunAfter": JSON(Int(log.begunAfter)),
            "position": JSON(Int(head.position)), "hash": .string(head.hash.hexadecimal),
            "newestSeal": newest.map { .string("\($0.seal.sealedAt)") } ?? .null,
            "sealedPosition": JSON(newest.map { Int($0.seal.events.position) }), "lost": lost.json, "erasedAgain": JSON(erasures.again),
            "erasedUnknown": JSON(erasures.unknown.count), "unknownPeople": .array(lost.unknownPeople.map { $0.json() }),
            "untold": .array(untold.map { ["from": .integer($0.lowerBound), "through": .integer($0.upperBound)] }),
            "projectionsDiffer": JSON(projectionsDiffer),
        ]
    }
}

extension RecoveryReport.Erasures {
    /// For the operator.
    fileprivate var words: String {
        let counts = "Erased again: \(again). Not known to the restored log: \(unknown.count)."
        if unknown.isEmpty { return counts }
        return (["\(counts) Tell nothing of them again:"] + unknown.map(\.words)).joined(separator: "\n")
    }
}
