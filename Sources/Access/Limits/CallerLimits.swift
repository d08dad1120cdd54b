import Synchronization

/// The rate limits of each caller: one token bucket each for requests, searches and people.
///
/// The role `operator` is not limited, since the machine's own token loads and measures portfolios. At most `capacity` callers are kept.
public final class CallerLimits: Sendable {
    /// The log message of an alarm.
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

    /// Whether a request may go on.
    public enum Verdict: Sendable, Hashable {
        /// The request goes on.
        case allowed
        /// The request goes on, and the caller has now reached the hour's alarm limit of people read or shown.
        case alarming
        /// The request is refused; a retry may succeed after `seconds`.
        case wait(seconds: Int)
    }

    private struct Account {
        var tokens: [Double]
        var filledAt: ContinuousClock.Instant
        var hourBegan: ContinuousClock.Instant
        /// The people read one by one since the hour began.
        var people = 0
        /// The people read one by one or named by lists since the hour began.
        var shown = 0

        /// Starts a new hour, with all counts at 0, when the last one is over.
        mutating func passHour(at now: ContinuousClock.Instant) {
            if hourBegan.seconds(until: now) >= 3600 { (hourBegan, people, shown) = (now, 0, 0) }
        }
    }

    private let rates: [CallRate]
    private let alarm: Int
    private let shownAlarm: Int
    private let capacity: Int
    private let onAlarm: @Sendable () -> Void
    private let accounts = Mutex<[String: Account]>([:])

    /// - Parameters:
    ///   - alarm: how many people read one by one in an hour raise an alarm.
    ///   - shownAlarm: how many people shown in an hour, in lists too, raise an alarm.
    ///   - capacity: the most callers kept. When the table is full, callers without recent requests are dropped.
    ///   - onAlarm: called for each alarm, on any thread.
    public init(
        requests: CallRate = CallRate(burst: 100, perSecond: 50), searches: CallRate = CallRate(burst: 30, perSecond: 30.0 / 60),
        people: CallRate = CallRate(burst: 120, perSecond: 120.0 / 60), alarm: Int = 500, shownAlarm: Int = 2000, capacity: Int = 10_000,
        onAlarm: @escaping @Sendable () -> Void = {}
    ) {
        rates = [requests, searches, people]
        self.alarm = alarm
        self.shownAlarm = shownAlarm
        self.capacity = capacity
        self.onAlarm = onAlarm
    }

    /// Counts one call of a kind, and says whether it may go on.
    public func take(_ kind: Kind, by caller: Caller, at now: ContinuousClock.Instant = .now) -> Verdict {
        let verdict = withAccount(of: caller, at: now) { take(kind, from: &$0, at: now) } ?? .allowed
        if verdict == .alarming { onAlarm() }
        return verdict
    }

    /// Counts the people named in one answer, such as a page of a list. Refuses nothing: the list itself was counted.
    ///
    /// - Returns: whether this answer made the caller reach `shownAlarm` in this hour.
    public func show(_ people: Int, to caller: Caller, at now: ContinuousClock.Instant = .now) -> Bool {
        let isAlarming =
            withAccount(of: caller, at: now) { account in
                account.passHour(at: now)
                let before = account.shown
                account.shown += people
                return before < shownAlarm && account.shown >= shownAlarm
            } ?? false
        if isAlarming { onAlarm() }
        return isAlarming
    }

    /// Changes a caller's account; nil for an operator, who has no account.
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

    /// Drops the accounts whose buckets are full again. If there are none, drops the one unused for longest.
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
