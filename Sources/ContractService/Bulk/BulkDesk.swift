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
    private let lanes = [BulkLane(), BulkLane(), BulkLane()]
    private var isClosed = false

    /// How much more time a command of a chunk allows the database.
    private static let patiencePerCommand = Duration.milliseconds(2)

    init(rounds: Rounds) { self.rounds = rounds }

    /// Has commands decided, each on those of its contract and under its key that came before in the bulk; whatever comes next comes behind them.
    ///
    /// They are decided to the end, even if nobody waits for the answers. A bulk waits for its own before it gives more.
    func decide(_ tickets: [Ticket], of stream: BulkStream) async -> Decided {
        var shares: [Decided.Share] = []
        var rest = tickets[...]
        while !isClosed {
            // What rests on one before it waits for its answer: a key that came may be on another lane.
            let next = rest.prefix { stream.isIndependent($0) }
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
                var answers = [Result<Acceptance, any Error>](repeating: .failure(BulkStream.undecided), count: count)
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
            rounds.round.set.portions(of: places) { tickets[$0].contract }.map { places in
                let answers = lane.run(for: stream) { [rounds] in
                    let deadline = ContinuousClock.now + rounds.patience + BulkDesk.patiencePerCommand * places.count
                    return await stream.carry(places.map { tickets[$0] }, by: rounds, until: deadline)
                }
                stream.follow(answers, on: lane)
                return Decided.Share(places: Array(places), answers: answers)
            }
        }
    }
}
