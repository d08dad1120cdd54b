import EventLog
import FoundationEssentials
import Synchronization

/// Decides commands in bulk, beside the desk: both append to the one log, and take turns at its head.
///
/// The contracts are shared out to lanes, each with a connection of its own: while the log takes what one lane decided, another decides. The
/// commands of a contract are all on one lane, those of one bulk in the order in which they came. On a lane the bulks take turns, so that a large
/// one does not keep others waiting.
actor BulkDesk {
    let rounds: Rounds
    private let lanes = [Lane(), Lane(), Lane()]
    private var isClosed = false

    init(rounds: Rounds) { self.rounds = rounds }

    /// Has commands decided, each on those of its contract and under its key that came before in the bulk; whatever comes next comes behind them.
    ///
    /// They are decided to the end, even if nobody waits for the answers. A bulk waits for its own before it gives more.
    func decide(_ tickets: [Ticket], of stream: BulkStream) async -> Decided {
        var shares: [Decided.Share] = []
        var rest = tickets[...]
        while !isClosed {
            // What comes under a key again is answered from what became of the one before, which may be on another lane.
            let next = rest.prefix { stream.isNewKey($0.key?.key) }
            shares += share(next, of: stream)
            rest = rest[next.endIndex...]
            if rest.isEmpty { break }
            await stream.meet()
        }
        return Decided(count: tickets.count, shares: shares)
    }

    /// The answers to come to some commands.
    struct Decided: Sendable {
        fileprivate let count: Int
        fileprivate let shares: [Share]

        /// What one lane does of them.
        fileprivate struct Share: Sendable {
            let places: [Int]
            let answers: Task<[Result<Acceptance, any Error>], Never>
        }

        /// An answer to each command, in order.
        var answers: [Result<Acceptance, any Error>] {
            get async {
                var answers = [Result<Acceptance, any Error>](repeating: .failure(ServiceError.outage), count: count)
                for share in shares {
                    for (place, answer) in zip(share.places, await share.answers.value) { answers[place] = answer }
                }
                return answers
            }
        }
    }

    /// Takes no more, and returns when all that was taken is answered.
    func close() async {
        isClosed = true
        for lane in lanes { await lane.emptied() }
    }

    private func share(_ tickets: ArraySlice<Ticket>, of stream: BulkStream) -> [Decided.Share] {
        var places: [[Int]] = Array(repeating: [], count: lanes.count)
        for (place, ticket) in zip(tickets.indices, tickets) { places[Int(ticket.contract.uuid.15) % lanes.count].append(place) }
        return zip(lanes, places).flatMap { lane, places in
            rounds.memory.recent.portions(of: places) { tickets[$0].contract }.map { places in
                let answers = lane.run(for: stream) { [rounds] in await stream.carry(places.map { tickets[$0] }, by: rounds) }
                stream.follow(answers, on: lane)
                return Decided.Share(places: Array(places), answers: answers)
            }
        }
    }
}

/// Commands in bulk of one sender. Once the database is away for one of them no later one is decided: it might overtake one of its contract
/// that has to be sent again.
final class BulkStream: Sendable {
    private let isBroken = Atomic(false)
    private let state = Mutex(State())

    private struct State {
        /// The keys that came since the lanes met.
        var keys: Set<String> = []
        /// The last that each lane has to do of it.
        var last: [ObjectIdentifier: Task<Void, Never>] = [:]
    }

    /// After so many keys the lanes meet, and the keys are forgotten.
    private static let keysLimit = 1 << 15

    /// Whether nothing came under a key since the lanes met. A command without a key is new.
    fileprivate func isNewKey(_ key: String?) -> Bool {
        guard let key else { return true }
        return state.withLock { $0.keys.count < BulkStream.keysLimit && $0.keys.insert(key).inserted }
    }

    /// Knows what a lane has to do of it.
    fileprivate func follow(_ answers: Task<[Result<Acceptance, any Error>], Never>, on lane: Lane) {
        let last = Task { _ = await answers.value }
        state.withLock { $0.last[ObjectIdentifier(lane)] = last }
    }

    /// Returns when all lanes have decided what they had of it.
    fileprivate func meet() async {
        let last = state.withLock { state in
            defer { (state.keys, state.last) = ([], [:]) }
            return Array(state.last.values)
        }
        for task in last { await task.value }
    }

    /// Decides commands, unless an earlier one met an outage.
    fileprivate func carry(_ tickets: [Ticket], by rounds: Rounds) async -> [Result<Acceptance, any Error>] {
        if isBroken.load(ordering: .acquiring) { return tickets.map { _ in .failure(ServiceError.outage) } }
        let answers = await rounds.together(tickets)
        if answers.contains(where: \.isOutage) { isBroken.store(true, ordering: .releasing) }
        return answers
    }
}

extension Result<Acceptance, any Error> {
    /// Whether a command was not decided because nothing could be.
    fileprivate var isOutage: Bool { if case .failure(let error as ServiceError) = self { error.isOutage } else { false } }
}

extension ServiceError {
    fileprivate static let outage = ServiceError.unavailable(retryAfterSeconds: 2)
}
