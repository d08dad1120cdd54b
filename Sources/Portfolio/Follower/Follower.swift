public import ContractService
import EventLog
public import Logging
import Metrics
public import Postgres
import Synchronization

/// Keeps the projections current that this process answers from: those in use, or the previous ones while other rules made those in use.
///
/// Notifications wake the follower. So does a poll: a lost notification costs a second, never an event. Several processes may each run one:
/// a lock on the checkpoint's row lets one write at a time. The others then find nothing left to do. Stopping at any point is safe.
public final class Follower: Sendable {
    private let progress = ProjectedPosition()
    private let database: Database
    private let projector: Projector
    private let poll: Duration
    private let stateNow = Mutex(PortfolioStatus())
    /// Wakes the loop of `run`, so that it reads the log; nil while the follower does not run.
    private let wake = Mutex(AsyncStream<Void>.Continuation?.none)
    private let following = Gauge(label: "maintien_projections_following")
    private let eventsRead = Counter(label: "maintien_projections_events_read")

    /// How many events one transaction projects. Small batches keep waiting questions short. Large batches are for a long lag: a contract
    /// with several events is then read once.
    private static let pages = 1000...10_000

    /// The pause after a step for which no question waited. Under load the next step then takes in many events, each far cheaper than
    /// alone. A question that waits for a position ends the pause.
    private static let rest = Duration.milliseconds(100)

    /// The same where several servers share the rows: a step costs statements on each of them, however few its events are. So there it pauses
    /// also while events are left, unless they fill the largest page.
    private static let restOfServers = Duration.milliseconds(500)

    /// The time limit of one step, which may wait while a rebuild compares two versions. A server that stands still ends a step with it; the
    /// next step tries all servers again.
    private static let patience = Duration.seconds(120)

    /// - Parameters:
    ///   - database: connections with the rights of the service, ``Postgres/PostgresConfiguration/changingProjections``.
    ///   - contracts: this process's service that appends to the same log. Its recent pages are not read again.
    ///   - poll: how long a lost notification may go unnoticed.
    public init(
        database: Database, rules: ProjectionRules, beside contracts: ContractService? = nil, poll: Duration = .seconds(1)
    ) {
        self.database = database
        projector = Projector(rules: rules) { contracts?.recentPage(after: $0, limit: $1) }
        self.poll = poll
    }

    /// Follows until the task is cancelled.
    public func run(logger: Logger) async {
        let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.wake.withLock { $0 = wake }
        await withTaskGroup { group in
            group.addTask { [database] in
                for await _ in database.notifications(on: EventLog.channel) { wake.yield() }
            }
            group.addTask { [poll] in
                while !Task.isCancelled {
                    wake.yield()
                    try? await Task.sleep(for: poll)
                }
            }
            group.addTask { [self] in
                var isSpread = false
                for await _ in wakes {
                    isSpread = await catchUp(isSpread: isSpread, logger: logger)
                    if Task.isCancelled { return }
                    await progress.rest(atMost: isSpread ? Follower.restOfServers : Follower.rest)
                }
            }
            await withTaskCancellationHandler {
                await group.next()
            } onCancel: {
                wake.finish()
            }
            group.cancelAll()
        }
    }

    /// Returns when a position is projected, when `time` is over, or when the task is cancelled.
    ///
    /// Wakes the follower first: the caller may know of the position before its notification arrives.
    func wait(for position: Int64, atMost time: Duration) async {
        wake.withLock { $0 }?.yield()
        await progress.wait(for: position, atMost: time)
    }

    /// The position of the projections, and whether they follow the log.
    public var status: PortfolioStatus { stateNow.withLock { $0 } }

    /// Projects everything up to the end of the log. Where several servers share the rows, less than the largest page may be left: then it
    /// wakes the loop of `run` again.
    ///
    /// - Parameter isSpread: whether several servers shared the rows that were changed last.
    /// - Returns: whether several servers share the rows now.
    private func catchUp(isSpread: Bool, logger: Logger) async -> Bool {
        var isSpread = isSpread
        do {
            var limit = isSpread ? Follower.pages.upperBound : Follower.pages.lowerBound
            while !Task.isCancelled {
                let step = try await database.withSession(deadline: Follower.patience) { [projector, limit] session in
                    try projector.step(.own(mark: projector.rules.mark), limit: limit, in: session)
                }
                switch step {
                case .idle(let checkpoint):
                    tell(PortfolioStatus(position: checkpoint.position, state: .current))
                    return isSpread
                case .moved(let checkpoint, let head, let events):
                    isSpread = checkpoint.isSpread
                    eventsRead.increment(by: events)
                    tell(PortfolioStatus(position: checkpoint.position, state: checkpoint.position < head ? .behind : .current))
                    let left = Int(head - checkpoint.position)
                    if left <= 0 { return isSpread }
                    if isSpread, left < Follower.pages.upperBound {
                        wake.withLock { $0 }?.yield()
                        return isSpread
                    }
                    limit = min(max(left, Follower.pages.lowerBound), Follower.pages.upperBound)
                case .outdated(let checkpoint):
                    if status.state != .outdated {
                        logger.error("the projections were made by other rules or parameters: run maintien rebuild")
                    }
                    tell(PortfolioStatus(position: checkpoint.position, state: .outdated))
                    return isSpread
                }
            }
        } catch is CancellationError {
        } catch {
            if status.state != .failing { logger.error("the projections cannot follow the log", metadata: ["reason": "\(error)"]) }
            tell(PortfolioStatus(position: status.position, state: .failing))
        }
        return isSpread
    }

    private func tell(_ status: PortfolioStatus) {
        stateNow.withLock { $0 = status }
        following.record([.current, .behind].contains(status.state) ? 1 : 0)
        progress.reached(status.position)
    }
}
