import EventLog
import FoundationEssentials
import Synchronization

/// Decides commands in bulk, beside the desk: both append to the one log, and take turns at its head.
///
/// The contracts are shared out to lanes, each with a connection of its own: while the log takes what one lane decided, another decides. The
/// commands of a contract are all on one lane, in the order in which they came.
actor BulkDesk {
    let rounds: Rounds
    /// The last that each lane has to do.
    private var lanes: [Task<Void, Never>?] = [nil, nil, nil]
    /// The keys that came since the lanes met.
    private var keys: Set<String> = []
    private var isClosed = false

    /// After so many keys the lanes meet, and the keys are forgotten.
    private static let keysLimit = 1 << 15

    init(rounds: Rounds) { self.rounds = rounds }

    /// Has commands decided, each on those of its contract and under its key that came before; whatever comes next comes behind them.
    ///
    /// They are decided to the end, even if nobody waits for the answers.
    func decide(_ tickets: [Ticket], of stream: BulkStream) -> Decided {
        if isClosed { return Decided(count: tickets.count, shares: []) }
        var shares: [Decided.Share] = []
        var rest = tickets[...]
        while true {
            // What comes under a key again is answered from what became of the one before, which may be on another lane.
            let next = rest.prefix { ticket in
                guard let key = ticket.key?.key else { return true }
                return keys.count < BulkDesk.keysLimit && keys.insert(key).inserted
            }
            shares += share(next, of: stream)
            rest = rest[next.endIndex...]
            if rest.isEmpty { return Decided(count: tickets.count, shares: shares) }
            meet()
        }
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
        for lane in lanes { await lane?.value }
    }

    private func share(_ tickets: ArraySlice<Ticket>, of stream: BulkStream) -> [Decided.Share] {
        var places: [[Int]] = Array(repeating: [], count: lanes.count)
        for (place, ticket) in zip(tickets.indices, tickets) { places[Int(ticket.contract.uuid.15) % lanes.count].append(place) }
        return zip(lanes.indices, places).compactMap { lane, places in
            if places.isEmpty { return nil }
            let task = Task { [rounds, before = lanes[lane]] in
                await before?.value
                return await stream.carry(places.map { tickets[$0] }, by: rounds)
            }
            lanes[lane] = Task { _ = await task.value }
            return Decided.Share(places: places, answers: task)
        }
    }

    /// Whatever comes next waits for all lanes.
    private func meet() {
        let met = Task { [lanes] in for lane in lanes { await lane?.value } }
        lanes = lanes.map { _ in met }
        keys.removeAll(keepingCapacity: true)
    }
}

/// Commands in bulk of one sender. Once the database is away for one of them no later one is decided: it might overtake one of its contract
/// that has to be sent again.
final class BulkStream: Sendable {
    private let isBroken = Atomic(false)

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
