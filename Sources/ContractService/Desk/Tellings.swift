import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Finds the earlier recordings of commands with content keys.
///
/// Such a command counts as recorded while one of its facts is in force. If rescissions annulled them all, it is recorded again.
struct Tellings {
    /// How to handle a command.
    enum Telling {
        /// The recorded facts are in force: repeat the first answer.
        case holds(Receipt)
        /// Decide the command again, under this key.
        case again(IdempotencyKey)
        /// Another command of the round is decided under this command's key.
        case waits
    }

    private var settled: [Int: Telling] = [:]
    private var unknown: [(place: Int, key: String)] = []
    private var open: [(place: Int, ticket: Ticket, key: IdempotencyKey, answer: KeptAnswer)] = []
    private let files: [UUID: ContractFile]
    private var annulments: [UUID: [Int: Int]] = [:]

    /// Collects the tickets with content keys that were answered before.
    ///
    /// - Parameter answered: the kept answers of the known keys.
    init(of tickets: [(place: Int, ticket: Ticket)], answered: [String: KeptAnswer], on files: [UUID: ContractFile]) {
        self.files = files
        if answered.isEmpty { return }
        for (place, ticket) in tickets where ticket.content != nil {
            guard let key = ticket.key else { continue }
            if let answer = answered[key.key] {
                if answer.fingerprint == key.fingerprint { open.append((place, ticket, key, answer)) }
            } else {
                unknown.append((place, key.key))
            }
        }
    }

    /// Follows each command through its recordings, to one that is in force or to an unknown key.
    mutating func settle(in session: Session) throws {
        var taken: Set<String> = []
        while !open.isEmpty {
            let next = open.compactMap { one -> (Int, Ticket, IdempotencyKey)? in
                guard isAnnulled(one.answer.receipt, for: one.ticket), let key = ContentKeys.key(after: one.key) else {
                    settled[one.place] = .holds(one.answer.receipt)
                    return nil
                }
                return (one.place, one.ticket, key)
            }
            open = []
            if next.isEmpty { break }
            let answers = try EventLog.answers(under: next.map(\.2.key), in: session)
            for (place, ticket, key) in next {
                if let answer = answers[key.key] {
                    open.append((place, ticket, key, answer))
                } else {
                    settled[place] = taken.insert(key.key).inserted ? .again(key) : .waits
                }
            }
        }
        if taken.isEmpty { return }
        for (place, key) in unknown where taken.contains(key) { settled[place] = .waits }
    }

    /// How to handle the ticket at an index; nil for one without a content key, or without an earlier recording.
    subscript(place: Int) -> Telling? { settled[place] }

    /// Whether rescissions have annulled all facts of a recording. Rescissions further down in the stream do not count.
    private mutating func isAnnulled(_ receipt: Receipt, for ticket: Ticket) -> Bool {
        guard let content = ticket.content, case .success(let contract) = files[ticket.contract]?.contract else { return false }
        let annulments = annulments(of: contract, ticket.contract)
        if annulments.isEmpty { return false }
        func isAnnulled(_ version: Int, after position: Int = 0) -> Bool {
            guard let rescission = annulments[version], rescission > position else { return false }
            return !content.isRescindedLater(version, of: ticket.contract)
        }
        // The command had no new facts then, because they were known. A later rescission may have annulled those earlier facts.
        guard let versions = receipt.versions else {
            return annulments.keys.contains { $0 <= receipt.version && isAnnulled($0, after: receipt.version) }
        }
        guard versions.upperBound <= contract.events.count else { return false }
        let facts = contract.events[(versions.lowerBound - 1)..<versions.upperBound].filter { fact in
            if case .rescission = fact.fact { false } else { true }
        }
        return !facts.isEmpty && facts.allSatisfy { isAnnulled($0.version) }
    }

    /// The annulled versions of a contract, each with its rescission's version.
    private mutating func annulments(of contract: Contract, _ id: UUID) -> [Int: Int] {
        if let known = annulments[id] { return known }
        var found: [Int: Int] = [:]
        for event in contract.events { if case .rescission(let rescission) = event.fact { found[rescission.version] = event.version } }
        annulments[id] = found
        return found
    }
}
