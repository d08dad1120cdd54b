import EventLog
import FoundationEssentials
import Synchronization

/// Decides bulk commands, in parallel with the desk. Both append to the same log, one at a time.
///
/// Contracts are distributed over lanes, each with its own connection: while one lane's batch is appended, another lane decides.
/// All commands of a contract use the same lane, in the order of their bulk. On a lane the bulks alternate, so a large bulk does not delay
/// others.
actor BulkDesk {
    let rounds: Rounds
    private let lanes = [BulkLane(), BulkLane(), BulkLane()]
    private var isClosed = false

    /// The additional time that the database gets per command of a chunk.
    private static let patiencePerCommand = Duration.milliseconds(2)

    init(rounds: Rounds) { self.rounds = rounds }

    /// Decides commands in order: each sees the earlier commands of its contract and its key. Returns once they are queued.
    ///
    /// All are decided even if nobody awaits the answers. A bulk must await its answers before it sends more.
    func submit(_ tickets: [Ticket], of stream: BulkStream) async -> Decided {
        var shares: [Decided.Share] = []
        var rest = tickets[...]
        while !isClosed {
            // A command that depends on an earlier one must await its answer: the earlier command with its key may be on another lane.
            let next = rest.prefix { stream.isIndependent($0) }
            shares += share(next, of: stream)
            rest = rest[next.endIndex...]
            if rest.isEmpty { break }
            await stream.meet()
        }
        return Decided(count: tickets.count, shares: shares)
    }

    /// The future answers to some commands.
    struct Decided: Sendable {
        fileprivate let count: Int
        fileprivate let shares: [Share]

        /// The part of the commands that one lane decides.
        fileprivate struct Share: Sendable {
            let places: [Int]
            let answers: Task<[Result<Acceptance, any Error>], Never>
        }

        /// The answer to each command, in order.
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

    /// Refuses further commands, and returns when all accepted ones are answered.
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
