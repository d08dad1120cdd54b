import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Decides waiting commands in groups, and answers each.
///
/// One transaction serves a whole group, so that durability costs little per command. A command that comes alone does not wait.
/// When many commands wait, the next group is loaded and decided while the first one is committed. The queue is bounded.
/// The database's threads decide the groups. Each thread takes one group after another, as long as commands wait.
final class CommandDesk: Sendable {
    private let rounds: Rounds
    private let queue = Mutex(Queue())

    /// The maximum number of groups on one session, before it goes back to the pool: it may be too old.
    private static let groupsInARow = 64

    init(rounds: Rounds) { self.rounds = rounds }

    /// Decides a command durably: a successful answer is in the log.
    ///
    /// A cancelled task is answered at once. `unavailable`: its command was still waiting, and is withdrawn. `outcomeUnknown`: a group is
    /// deciding it.
    /// - Throws: `ServiceError`; any other error is a fault of the service.
    func submit(_ ticket: Ticket) async throws -> Acceptance {
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

    /// The number of commands waiting for the next group.
    var queueLength: Int { queue.withLock { $0.waiting.count } }

    /// Whether the desk refuses further commands.
    var isClosed: Bool { queue.withLock { $0.isClosed } }

    /// Refuses further commands, and returns when all accepted ones are answered.
    func close() async {
        await withCheckedContinuation { emptied in
            let isEmpty = queue.withLock { $0.close(emptied) }
            if isEmpty { emptied.resume() }
        }
    }

    /// Decides groups until no waiting command can be taken.
    private func work() {
        rounds.database.submit { [self] session in
            for _ in 0..<CommandDesk.groupsInARow {
                guard let group = queue.withLock({ $0.takeGroup(by: rounds.round.set) }) else { return ended() }
                let answers = rounds.answers(to: group.map(\.ticket), in: session)
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
    /// A command with the caller who awaits its answer.
    ///
    /// `@unchecked Sendable`: only code under the queue's lock uses `stage`.
    fileprivate final class Waiting: @unchecked Sendable {
        enum Stage { case waiting, decided, withdrawn }

        let ticket: Ticket
        let answer = Answerer<Result<Acceptance, any Error>>()
        /// `decided` from the moment that a group takes the command.
        var stage = Stage.waiting

        init(_ ticket: Ticket) { self.ticket = ticket }
    }

    /// The waiting commands, and the groups in progress.
    fileprivate struct Queue {
        private(set) var waiting: [Waiting] = []
        private var groups = 0
        /// The contracts and keys of the groups in progress. Commands with one of them wait for the outcome.
        private var underWay = Concerns()
        private(set) var isClosed = false
        private var emptied: [CheckedContinuation<Void, Never>] = []

        /// The result of adding a command.
        enum Place {
            case waits
            /// The caller must start a worker.
            case beginsGroup
            case refused(ServiceError)
        }

        /// The maximum number of commands in one transaction.
        private static let batch = 256
        /// The maximum number of waiting commands.
        private static let limit = 4096
        /// From this number on, waiting commands form a second group during a commit. Fewer wait, since a group's cost hardly depends on
        /// its size.
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
        /// - Returns: Whether the command will never be decided.
        mutating func withdraw(_ one: Waiting) -> Bool {
            guard one.stage == .waiting else { return one.stage == .withdrawn }
            one.stage = .withdrawn
            waiting.removeAll { $0 === one }
            return true
        }

        /// Takes the next group, in order. Returns nil when nothing can be taken; the calling worker then ends.
        ///
        /// Skips commands that share a contract or key with a group in progress, or with a skipped command.
        /// The worker of that group takes them next. Commands on large contracts are taken in portions.
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

        /// Removes a decided group.
        mutating func finish(_ group: [Waiting]) {
            for one in group { underWay.remove(one.ticket) }
        }

        /// Refuses further commands.
        ///
        /// - Returns: Whether nothing is in progress; otherwise `emptied` is resumed later.
        mutating func close(_ emptied: CheckedContinuation<Void, Never>) -> Bool {
            isClosed = true
            if groups > 0 { self.emptied.append(emptied) }
            return groups == 0
        }

        /// The callers of `close`, once nothing is in progress.
        mutating func takeEmptied() -> [CheckedContinuation<Void, Never>] {
            guard groups == 0 else { return [] }
            defer { emptied = [] }
            return emptied
        }
    }

    /// The contracts and keys of tickets.
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
