import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// What became of the earlier tellings of commands that are known by their content.
///
/// Such a command counts as told while something that was recorded of it holds. Once a rescission has annulled all of it, it is told again.
struct Tellings {
    /// What is to be done with a command.
    enum Telling {
        /// What was recorded holds: the first answer again.
        case holds(Receipt)
        /// It is to be decided anew, under this key.
        case again(IdempotencyKey)
        /// Another command of the round is decided under the key that this one would have.
        case waits
    }

    private var settled: [Int: Telling] = [:]
    private var unknown: [(place: Int, key: String)] = []
    private var open: [(place: Int, ticket: Ticket, key: IdempotencyKey, answer: KeptAnswer)] = []
    private let files: [UUID: ContractFile]
    private var annulments: [UUID: [Int: Int]] = [:]

    /// The tellings of those of the tickets, by their places, that are known by their content and were answered before.
    ///
    /// - Parameter answered: what was answered to those of the keys that are known.
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

    /// Follows each command from telling to telling, to one that holds or to a key that is not known.
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

    /// What is to be done with the ticket at a place; nil for one that is not known by its content, or was not told before.
    subscript(place: Int) -> Telling? { settled[place] }

    /// Whether a rescission has annulled all that was recorded then, but for what the stream itself rescinds further down.
    private mutating func isAnnulled(_ receipt: Receipt, for ticket: Ticket) -> Bool {
        guard let content = ticket.content, case .success(let contract) = files[ticket.contract]?.contract else { return false }
        let annulments = annulments(of: contract, ticket.contract)
        if annulments.isEmpty { return false }
        func isAnnulled(_ version: Int, after position: Int = 0) -> Bool {
            guard let rescission = annulments[version], rescission > position else { return false }
            return !content.isRescindedLater(version, of: ticket.contract)
        }
        // It told nothing new then: what was known before it may not be known any more.
        guard let versions = receipt.versions else {
            return annulments.keys.contains { $0 <= receipt.version && isAnnulled($0, after: receipt.version) }
        }
        guard versions.upperBound <= contract.events.count else { return false }
        let facts = contract.events[(versions.lowerBound - 1)..<versions.upperBound].filter { fact in
            if case .rescission = fact.fact { false } else { true }
        }
        return !facts.isEmpty && facts.allSatisfy { isAnnulled($0.version) }
    }

    /// The annulled versions of a contract, with the versions of the rescissions.
    private mutating func annulments(of contract: Contract, _ id: UUID) -> [Int: Int] {
        if let known = annulments[id] { return known }
        var found: [Int: Int] = [:]
        for event in contract.events { if case .rescission(let rescission) = event.fact { found[rescission.version] = event.version } }
        annulments[id] = found
        return found
    }
}
