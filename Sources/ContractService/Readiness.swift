import EventLog
public import JSON

/// Whether a command could be made durable now.
public struct Readiness: Sendable {
    /// Whether it could.
    public var isReady: Bool
    /// The reason, as a text that reveals no secrets.
    public var detail: String
    /// What the success of a command promises, as an answer shows it; nil when the database did not tell.
    public var durability: JSON?

    /// The log was restored from a backup, and nothing may be recorded before it is recovered.
    static let awaitsRecovery = Readiness(isReady: false, detail: "the log was restored from a backup, and is not recovered")

    /// A verdict.
    public init(isReady: Bool, detail: String, durability: JSON? = nil) {
        self.isReady = isReady
        self.detail = detail
        self.durability = durability
    }
}

extension JSON {
    /// What a commit waits for, as an answer shows it.
    static func durability(_ promise: CommitPromise) -> JSON {
        ["flushed": .bool(promise.isFlushed), "synchronousStandbys": JSON(promise.synchronousStandbys)]
    }
}
