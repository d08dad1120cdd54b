import Synchronization

/// How much one caller may ask for in a time: requests, searches and people have a bucket each, which fills again at a steady rate.
///
/// A caller with the role `operator` is not limited: the token of the machine itself loads and measures portfolios. What is kept of callers is bounded.
public final class CallerLimits: Sendable {
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
        /// It goes on, and with it the caller has read as many people in an hour as is an alarm.
        case alarming
        /// It is refused: the same may succeed after this many seconds.
        case wait(seconds: Int)
    }

    private struct Account {
        var tokens: [Double]
        var filledAt: ContinuousClock.Instant
        var hourBegan: ContinuousClock.Instant
        /// The people read since the hour began.
        var people = 0
    }

    private let rates: [Rate]
    private let alarm: Int
    private let capacity: Int
    private let accounts = Mutex<[String: Account]>([:])

    /// - Parameters:
    ///   - alarm: this many people read in an hour are an alarm.
    ///   - capacity: the most callers that are remembered. When one more comes, those are forgotten who have asked for nothing of late.
    public init(
        requests: Rate = Rate(burst: 100, perSecond: 50), searches: Rate = Rate(burst: 30, perSecond: 30.0 / 60),
        people: Rate = Rate(burst: 120, perSecond: 120.0 / 60), alarm: Int = 500, capacity: Int = 10_000
    ) {
        rates = [requests, searches, people]
        self.alarm = alarm
        self.capacity = capacity
    }

    /// Counts what a caller asks for, and says what becomes of it.
    public func take(_ kind: Kind, by caller: Caller, at now: ContinuousClock.Instant = .now) -> Verdict {
        if case .staff(let roles) = caller.capacity, roles.contains(.operator) { return .allowed }
        return accounts.withLock { accounts in
            if accounts.count >= capacity, accounts[caller.id] == nil { forget(&accounts, at: now) }
            return take(
                kind, from: &accounts[caller.id, default: Account(tokens: rates.map(\.burst), filledAt: now, hourBegan: now)], at: now)
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
        if account.hourBegan.seconds(until: now) >= 3600 { (account.hourBegan, account.people) = (now, 0) }
        account.people += 1
        return account.people == alarm ? .alarming : .allowed
    }

    /// Forgets the callers whose buckets are full again; if none is, the one who has waited longest.
    private func forget(_ accounts: inout [String: Account], at now: ContinuousClock.Instant) {
        let slowest = rates.map { $0.burst.isFinite ? $0.burst / $0.perSecond : 0 }.max() ?? 0
        accounts = accounts.filter { $0.value.filledAt.seconds(until: now) < slowest || $0.value.people >= alarm }
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
