import FoundationEssentials
import Synchronization

/// A bounded number of values by contract; what was not asked for the longest is forgotten.
///
/// When the young weigh half of what all may they become the old, and what was old and not asked for since is forgotten.
struct Generations<Value: Sendable> {
    private var young: [UUID: Value] = [:]
    private var old: [UUID: Value] = [:]
    private var weight = 0
    private let limit: Int
    private let weigh: @Sendable (Value) -> Int

    /// Keeps values that weigh no more than `limit`, and one.
    init(limit: Int, weigh: @escaping @Sendable (Value) -> Int) {
        self.limit = limit
        self.weigh = weigh
    }

    /// What is kept of a contract; it stays, as one that was asked for.
    subscript(contract: UUID) -> Value? {
        mutating get {
            if let value = young[contract] { return value }
            guard let value = old.removeValue(forKey: contract) else { return nil }
            young[contract] = value
            weight += weigh(value)
            return value
        }
    }

    /// What is kept of a contract, which does not count as having been asked for.
    func peek(_ contract: UUID) -> Value? { young[contract] ?? old[contract] }

    /// Whether something is kept of a contract.
    func has(_ contract: UUID) -> Bool { young[contract] != nil || old[contract] != nil }

    /// Gives away what is kept of a contract.
    mutating func take(_ contract: UUID) -> Value? {
        guard let value = young.removeValue(forKey: contract) else { return old.removeValue(forKey: contract) }
        weight -= weigh(value)
        return value
    }

    /// Changes what is kept of a contract, if something is. That does not count as asking for it.
    ///
    /// - Parameter change: makes the new value; nil: the old one is forgotten.
    mutating func change(_ contract: UUID, _ change: (Value) -> Value?) {
        if let value = young[contract] {
            let changed = change(value)
            young[contract] = changed
            weight += (changed.map(weigh) ?? 0) - weigh(value)
        } else if let value = old[contract] {
            old[contract] = change(value)
        }
    }

    /// Keeps nothing any more.
    mutating func removeAll() { (young, old, weight) = ([:], [:], 0) }

    /// Keeps a value, in the place of what is kept of the contract.
    ///
    /// - Returns: what is forgotten for it.
    mutating func keep(_ value: Value, of contract: UUID) -> Forgotten<Value>? {
        old[contract] = nil
        let other = young.updateValue(value, forKey: contract)
        weight += weigh(value) - (other.map(weigh) ?? 0)
        guard weight > limit / 2 else { return nil }
        defer { (young, old, weight) = ([:], young, 0) }
        return Forgotten(old)
    }
}

/// Values that nobody asks for any more.
final class Forgotten<Value: Sendable>: Sendable {
    private let values: Mutex<[UUID: Value]>

    fileprivate init(_ values: [UUID: Value]) { self.values = Mutex(values) }

    /// Takes them apart when nothing else is to be done: taking tens of thousands of contracts apart lasts as long as hundreds of commands, which do
    /// not wait for it.
    func takeApart() {
        Task.detached(priority: .utility) { self.values.withLock { $0 = [:] } }
    }
}
