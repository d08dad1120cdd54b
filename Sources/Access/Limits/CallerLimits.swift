import Synchronization

/// How much one caller may ask for in a time: requests, searches and people have a bucket each, which fills again at a steady rate.
///
/// A caller with the role `operator` is not limited: the token of the machine itself loads and measures portfolios. What is kept of callers is bounded.
public final class CallerLimits: Sendable {
    /// What the log says of an alarm.
    public static let massReading = "a caller has read very many people within an hour"

    /// What is counted.
    public enum Kind: Int, Sendable, CaseIterable {
        /// A request of any kind.
        case request
        /// A search for people.
        case search
        /// The reading of one person.
        case person
    }

    /// What becomes of a request.
    public enum Verdict: Sendable, Hashable {
        /// It goes on.
        case allowed
        /// It goes on, and with it the caller has read, or was shown, as many people in an hour as is an alarm.
        case alarming
        /// It is refused: the same may succeed after this many seconds.
        case wait(seconds: Int)
    }

    private struct Account {
        var tokens: [Double]
        var filledAt: ContinuousClock.Instant
        var hourBegan: ContinuousClock.Instant
        /// The people read one by one since the hour began.
        var people = 0
        /// Those, and the people whom lists named since then.
        var shown = 0

        /// Begins a new hour when the last one is over.
        mutating func passHour(at now: ContinuousClock.Instant) {
            if hourBegan.seconds(until: now) >= 3600 { (hourBegan, people, shown) = (now, 0, 0) }
        }
    }

    private let rates: [CallRate]
    private let alarm: Int
    private let shownAlarm: Int
    private let capacity: Int
    private let accounts = Mutex<[String: Account]>([:])

    /// - Parameters:
    ///   - alarm: this many people read one by one in an hour are an alarm.
    ///   - shownAlarm: so are this many people shown in an hour, those of lists among them.
    ///   - capacity: the most callers that are remembered. When one more comes, those are forgotten who have asked for nothing of late.
    public init(
        requests: CallRate = CallRate(burst: 100, perSecond: 50), searches: CallRate = CallRate(burst: 30, perSecond: 30.0 / 60),
        people: CallRate = CallRate(burst: 120, perSecond: 120.0 / 60), alarm: Int = 500, shownAlarm: Int = 2000, capacity: Int = 10_000
    ) {
        rates = [requests, searches, people]
        self.alarm = alarm
        self.shownAlarm = shownAlarm
        self.capacity = capacity
    }

    /// Counts what a caller asks for, and says what becomes of it.
    public func take(_ kind: Kind, by caller: Caller, at now: ContinuousClock.Instant = .now) -> Verdict {
        withAccount(of: caller, at: now) { take(kind, from: &$0, at: now) } ?? .allowed
    }

    /// Counts the people whom one answer names, such as a page of a list. Nobody is refused for them: the list itself was counted.
    ///
    /// - Returns: whether the caller was shown with them as many people in an hour as is an alarm, and not before.
    public func show(_ people: Int, to caller: Caller, at now: ContinuousClock.Instant = .now) -> Bool {
        withAccount(of: caller, at: now) { account in
            account.passHour(at: now)
            let before = account.shown
            account.shown += people
            return before < shownAlarm && account.shown >= shownAlarm
        } ?? false
    }

    /// Changes what is counted of a caller; nil for an operator, of whom nothing is.
    private func withAccount<Value: Sendable>(
        of caller: Caller, at now: ContinuousClock.Instant, _ change: (inout Account) -> Value
    ) -> Value? {
        if case .staff(let roles) = caller.capacity, roles.contains(.operator) { return nil }
        return accounts.withLock { accounts in
            if accounts.count >= capacity, accounts[caller.id] == nil { forget(&accounts, at: now) }
            return change(&accounts[caller.id, default: Account(tokens: rates.map(\.burst), filledAt: now, hourBegan: now)])
        }
    }

    private func take(_ kind: Kind, from account: inout Account, at now: ContinuousClock.Instant) -> Verdict {
        let elapsed = account.filledAt.seconds(until: now)
        if elapsed > 0 {
            account.filledAt = now
            for place in rates.indices {
                account.tokens[place] = min(rates[place].burst, account.tokens[place] + elapsed * rates[place].perSecond)
            }
        }
        guard account.tokens[kind.rawValue] >= 1 else {
            let missing = 1 - account.tokens[kind.rawValue]
            return .wait(seconds: max(1, Int((missing / rates[kind.rawValue].perSecond).rounded(.up))))
        }
        account.tokens[kind.rawValue] -= 1
        guard kind == .person else { return .allowed }
        account.passHour(at: now)
        account.people += 1
        account.shown += 1
        return account.people == alarm || account.shown == shownAlarm ? .alarming : .allowed
    }

    /// Forgets the callers whose buckets are full again; if none is, the one who has waited longest.
    private func forget(_ accounts: inout [String: Account], at now: ContinuousClock.Instant) {
        let slowest = rates.map { $0.burst.isFinite ? $0.burst / $0.perSecond : 0 }.max() ?? 0
        accounts = accounts.filter { _, account in
            account.filledAt.seconds(until: now) < slowest || account.people >= alarm || account.shown >= shownAlarm
        }
        guard accounts.count >= capacity, let oldest = accounts.min(by: { $0.value.filledAt < $1.value.filledAt }) else { return }
        accounts[oldest.key] = nil
    }
}

extension ContinuousClock.Instant {
    fileprivate func seconds(until other: Self) -> Double {
        let (seconds, attoseconds) = duration(to: other).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
