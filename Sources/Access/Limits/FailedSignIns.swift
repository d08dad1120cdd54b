import Glibc
import Synchronization

/// Counts failed sign-ins by client address. After `allowed` failures the address waits 1 s, then twice as long each time, up to 60 s.
///
/// A successful sign-in changes nothing. An address without a failure for ten minutes is forgotten. At most `capacity` addresses are kept.
public final class FailedSignIns: Sendable {
    private struct Account {
        var failures = 0
        var last: ContinuousClock.Instant
        var waitsUntil: ContinuousClock.Instant
    }

    private let allowed: Int?
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let onFailure: @Sendable () -> Void
    private let accounts = Mutex<[String: Account]>([:])

    private static let longestWait = 60
    private static let memory = Duration.seconds(600)

    /// - Parameters:
    ///   - allowed: how many sign-ins may fail before the address waits; nil: any number.
    ///   - capacity: the most addresses kept.
    ///   - now: the clock; for tests.
    ///   - onFailure: called for each failure, on any thread.
    public init(
        allowed: Int? = 10, capacity: Int = 10_000, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        onFailure: @escaping @Sendable () -> Void = {}
    ) {
        (self.allowed, self.capacity, self.now, self.onFailure) = (allowed, capacity, now, onFailure)
    }

    /// How many seconds an address still has to wait; nil when it need not wait.
    public func wait(of address: String) -> Int? {
        guard allowed != nil else { return nil }
        let (group, now) = (Self.group(of: address), now())
        return accounts.withLock { accounts in
            guard let account = accounts[group], now < account.waitsUntil else { return nil }
            let left = now.duration(to: account.waitsUntil).components
            return Int(left.seconds) + (left.attoseconds > 0 ? 1 : 0)
        }
    }

    /// Counts a failure.
    ///
    /// - Returns: whether the address has to wait from now on, and had not before: true for the first such failure only.
    public func count(_ address: String) -> Bool {
        onFailure()
        guard let allowed else { return false }
        let (group, now) = (Self.group(of: address), now())
        return accounts.withLock { accounts in
            if accounts[group] == nil { makeRoom(in: &accounts, at: now) }
            var account = accounts[group] ?? Account(last: now, waitsUntil: now)
            if now >= account.last + Self.memory { account.failures = 0 }
            account.failures += 1
            account.last = now
            let excess = account.failures - allowed
            if excess >= 0 { account.waitsUntil = now + .seconds(excess < 6 ? 1 << excess : Self.longestWait) }
            accounts[group] = account
            return excess == 0
        }
    }

    /// Drops the addresses without a recent failure. If there are none, drops the one with the oldest failure.
    private func makeRoom(in accounts: inout [String: Account], at now: ContinuousClock.Instant) {
        guard accounts.count >= capacity else { return }
        accounts = accounts.filter { now < $0.value.last + Self.memory }
        guard accounts.count >= capacity, let oldest = accounts.min(by: { $0.value.last < $1.value.last }) else { return }
        accounts[oldest.key] = nil
    }

    /// The key under which an address is counted. Of IPv6 it is the first 64 bits, since one household has all the rest.
    public static func group(of address: String) -> String {
        // Some proxies add the port.
        var text = address.prefix(64)
        if text.first == "[" {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.count(where: { $0 == ":" }) == 1 {
            text = text.prefix { $0 != ":" }
        }
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, String(text), &bytes) == 1 else { return String(text) }
        return withUnsafeBytes(of: bytes) { bytes in
            // An IPv4 address mapped into IPv6 counts as the IPv4 address.
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            return isMapped
                ? bytes[12...].map(String.init).joined(separator: ".") : bytes[..<8].map { String($0, radix: 16) }.joined(separator: ":")
        }
    }
}
