public import FoundationEssentials

/// The first damage found in the log.
public struct LogDamage: Error, Hashable, Sendable {
    /// The kind of damage.
    public enum Kind: Hashable, Sendable {
        /// No event has the position.
        case missing
        /// Two events have the position.
        case duplicated
        /// The previous version of its contract is missing, or comes later in the log.
        case versionOutOfOrder
        /// `recordedAt` is earlier than that of the previous event.
        case recordedAtGoesBack
        /// A field, the hash, or the previous hash was changed.
        case hashDiffers
        /// The head has another hash or time than the last event.
        case headDiffers
        /// The log has events beyond its head.
        case beyondHead
        /// The row of `log.head` is missing.
        case headMissing
        /// The row of `log.identity` is missing.
        case identityMissing
        /// The events of a kept answer are not in the log.
        case keyWithoutEvents(key: String)
        /// The event covers another row for the key, or none.
        case keyDiffers(key: String)
        /// The event covers the row of a key, and no row is there.
        case keyMissing
    }

    /// The damaged position in the log.
    public var position: Int64
    /// The contract of the event there, if there is one.
    public var contract: UUID?
    /// The version of the event there, if there is one.
    public var version: Int?
    /// The kind of damage.
    public var kind: Kind

    /// A damage at a position.
    public init(position: Int64, contract: UUID? = nil, version: Int? = nil, _ kind: Kind) {
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
        case .keyDiffers(let key): "the row of the key \"\(key)\" was changed or added: the event does not cover it"
        case .keyMissing: "the row of the key that the event came with is missing"
        }
    }
}
