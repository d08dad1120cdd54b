public import FoundationEssentials

/// The log is not as it was written: the first place where that shows.
public struct LogDamage: Error, Hashable, Sendable {
    /// What is wrong there.
    public enum Kind: Hashable, Sendable {
        /// No event has the position.
        case missing
        /// Two events have the position.
        case duplicated
        /// The event before it in its contract is missing, or comes later in the log.
        case versionOutOfOrder
        /// It was recorded before the event in front of it.
        case recordedAtGoesBack
        /// A field of it, its hash, or the hash before it was changed.
        case hashDiffers
        /// The log ends here with another hash or instant than its head says.
        case headDiffers
        /// The log goes on here, beyond its head.
        case beyondHead
        /// The row that says where the log ends is not there.
        case headMissing
        /// The row that says which log this is is not there.
        case identityMissing
        /// The answer kept under an idempotency key is not in the log.
        case keyWithoutEvents(key: String)
    }

    /// The position in the log.
    public var position: Int64
    /// The contract of the event there, if there is one.
    public var contract: UUID?
    /// The version of the event there, if there is one.
    public var version: Int?
    /// What is wrong there.
    public var kind: Kind

    init(position: Int64, contract: UUID? = nil, version: Int? = nil, _ kind: Kind) {
        self.position = position
        self.contract = contract
        self.version = version
        self.kind = kind
    }

    init(_ event: RecordedEvent, _ kind: Kind) {
        self.init(position: event.position, contract: event.contract, version: event.version, kind)
    }
}

extension LogDamage: CustomStringConvertible {
    /// For the operator: where, and what.
    public var description: String {
        var place = "position \(position)"
        if let contract { place += ", contract \(contract)" }
        if let version { place += ", version \(version)" }
        return "the log is damaged at \(place): \(kind)"
    }
}

extension LogDamage.Kind: CustomStringConvertible {
    /// For the operator: what.
    public var description: String {
        switch self {
        case .missing: "the event is missing"
        case .duplicated: "there are two events"
        case .versionOutOfOrder: "the version before it is missing or comes later"
        case .recordedAtGoesBack: "it was recorded before the event in front of it"
        case .hashDiffers: "the event or its hash was changed"
        case .headDiffers: "the head has another hash or instant"
        case .beyondHead: "the log goes on beyond its head"
        case .headMissing: "the head is missing"
        case .identityMissing: "the identity is missing"
        case .keyWithoutEvents(let key): "the answer under the key \"\(key)\" is not in the log"
        }
    }
}
