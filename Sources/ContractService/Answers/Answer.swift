public import JSON

/// An answer about a contract.
public struct Answer: Sendable {
    /// The answer as JSON bytes. They are written on the thread that computed it: a large contract's answer has megabytes.
    public let bytes: [UInt8]
    /// The version of the last known event.
    public let version: Int
    /// The place that a large answer occupies until it is sent.
    var place: Reckoner.Place?
    /// The proof of the answer's age, when a standby gave it; nil when the answer is of the present.
    public internal(set) var proof: StandbyProof?

    /// An answer with this JSON.
    init(body: JSON, version: Int) {
        bytes = body.bytes()
        self.version = version
    }

    /// The JSON, parsed again.
    public var body: JSON { (try? JSON(parsing: bytes)) ?? .null }
}
