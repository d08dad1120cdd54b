import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Decides commands: all that is waiting at once, and answers each.
///
/// One transaction serves many commands, so that being durable before being answered costs little; one that comes alone waits for nobody.
/// When many wait, the next group is read and decided while one is being committed. What is waiting is bounded. Groups are decided on the
/// database's threads, one after the other as long as any wait, and nothing else stands between a command and its answer.
final class CommandDesk: Sendable {
    private let rounds: Rounds
    private let queue = Mutex(Queue())

    /// The most groups that are decided on one session, before it is given back: it may have grown old.
    private static let groupsInARow = 64

    init(rounds: Rounds) { self.rounds = rounds }

    /// Decides a command, durably: what is answered with success is in the log.
    ///
    /// A cancelled task is answered at once: `unavailable` when its command still waited and is withdrawn, `outcomeUnknown` when a group decides it.
    /// - Throws: `ServiceError`, or what is wrong with the service itself.
    func decide(_ ticket: Ticket) async throws -> Acceptance {
        let one = Waiting(ticket)
        return try await withTaskCancellationHandler {
            await one.answer.wait {
                switch queue.withLock({ $0.add(one) }) {
                case .refused(let error): one.answer.give(.failure(error))
                case .beginsGroup: work()
                case .waits: break
                }
            }
        } onCancel: {
            let isUndecided = queue.withLock { $0.withdraw(one) }
            let error = isUndecided ? ServiceError.unavailable(retryAfterSeconds: 2) : .outcomeUnknown(retryAfterSeconds: 2)
            one.answer.give(.failure(error))
        }.get()
    }

    /// How many commands wait for the next round.
    var queueLength: Int { queue.withLock { $0.waiting.count } }

    /// Whether it takes no more commands.
    var isClosed: Bool { queue.withLock { $0.isClosed } }

    /// Takes no more commands, and returns when all that were taken are answered.
    func close() async {
        await withCheckedContinuation { emptied in
            let isEmpty = queue.withLock { $0.close(emptied) }
            if isEmpty { emptied.resume() }
        }
    }

    /// Has groups decided until nothing waits that could be.
    private func work() {
        rounds.database.submit { [self] session in
            for _ in 0..<CommandDesk.groupsInARow {
                guard let group = queue.withLock({ $0.takeGroup(by: rounds.round.set) }) else { return ended() }
                let answers = rounds.decide(group.map(\.ticket), in: session)
                queue.withLock { $0.finish(group) }
                for (one, answer) in zip(group, answers) { one.answer.give(answer) }
                guard case .success(let session) = session, session.isFit else { break }
            }
            work()
        }
    }

    private func ended() {
        for emptied in queue.withLock({ $0.takeEmptied() }) { emptied.resume() }
    }
}

extension CommandDesk {
    /// A command and who waits for its answer.
    ///
    /// `@unchecked Sendable`: `stage` is read and changed under the lock of the queue only.
    fileprivate final class Waiting: @unchecked Sendable {
        enum Stage { case waiting, decided, withdrawn }

        let ticket: Ticket
        let answer = Answerer<Result<Acceptance, any Error>>()
        /// `decided` from the moment a group takes it.
        var stage = Stage.waiting

        init(_ ticket: Ticket) { self.ticket = ticket }
    }

    /// What waits, and what is under way.
    fileprivate struct Queue {
        private(set) var waiting: [Waiting] = []
        private var groups = 0
        /// What the groups under way are about: commands on the same contract or under the same key wait for their outcome.
        private var underWay = Concerns()
        private(set) var isClosed = false
        private var emptied: [CheckedContinuation<Void, Never>] = []

        /// What becomes of a command that comes.
        enum Place {
            case waits
            /// Somebody has to work for it.
            case beginsGroup
            case refused(ServiceError)
        }

        /// The most that is decided in one transaction.
        private static let batch = 256
        /// The most that may wait.
        private static let limit = 4096
        /// So many make a group of their own while another is being committed; fewer wait, since a group costs much the same whatever its size.
        private static let secondGroup = 64

        mutating func add(_ one: Waiting) -> Place {
            if one.stage == .withdrawn { return .waits }
            if isClosed { return .refused(.unavailable(retryAfterSeconds: 5)) }
            if waiting.count >= Queue.limit { return .refused(.overloaded(retryAfterSeconds: 1)) }
            waiting.append(one)
            guard groups == 0 || groups == 1 && waiting.count >= Queue.secondGroup else { return .waits }
            groups += 1
            return .beginsGroup
        }

        /// Withdraws a command, unless a group has taken it.
        ///
        /// - Returns: whether it will never be decided.
        mutating func withdraw(_ one: Waiting) -> Bool {
            guard one.stage == .waiting else { return one.stage == .withdrawn }
            one.stage = .withdrawn
            waiting.removeAll { $0 === one }
            return true
        }

        /// Takes what waits, in order, but for what is about the same as a group under way, or as a command that has to wait. Nothing: whoever
        /// asks works no more, and what still waits is gone on with by whoever decides on the same.
        /// What is about large contracts is taken in portions.
        mutating func takeGroup(by set: WorkingSet) -> [Waiting]? {
            var group: [Waiting] = []
            var rest: [Waiting] = []
            var held = underWay
            for one in waiting {
                if group.count < Queue.batch, !held.meet(one.ticket) {
                    group.append(one)
                } else {
                    rest.append(one)
                    held.add(one.ticket)
                }
            }
            if group.isEmpty {
                groups -= 1
                return nil
            }
            let portion = set.portions(of: group) { $0.ticket.contract }[0]
            waiting = group[portion.endIndex...] + rest
            group = Array(portion)
            for one in group {
                one.stage = .decided
                underWay.add(one.ticket)
            }
            return group
        }

        /// The group is decided.
        mutating func finish(_ group: [Waiting]) {
            for one in group { underWay.remove(one.ticket) }
        }

        /// Takes no more.
        ///
        /// - Returns: whether nothing is under way; else `emptied` waits for that.
        mutating func close(_ emptied: CheckedContinuation<Void, Never>) -> Bool {
            isClosed = true
            if groups > 0 { self.emptied.append(emptied) }
            return groups == 0
        }

        /// Who waited until nothing is under way, once nothing is.
        mutating func takeEmptied() -> [CheckedContinuation<Void, Never>] {
            guard groups == 0 else { return [] }
            defer { emptied = [] }
            return emptied
        }
    }

    /// What tickets are about.
    fileprivate struct Concerns {
        var contracts: Set<UUID> = []
        var keys: Set<String> = []

        func meet(_ ticket: Ticket) -> Bool { contracts.contains(ticket.contract) || ticket.key.map { keys.contains($0.key) } ?? false }

        mutating func add(_ ticket: Ticket) {
            contracts.insert(ticket.contract)
            if let key = ticket.key { keys.insert(key.key) }
        }

        mutating func remove(_ ticket: Ticket) {
            contracts.remove(ticket.contract)
            if let key = ticket.key { keys.remove(key.key) }
        }
    }
}
