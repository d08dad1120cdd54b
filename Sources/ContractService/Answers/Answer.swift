import CivilTime
public import JSON

/// An answer about a contract.
public struct Answer: Sendable {
    /// Its wire form, written where it was reckoned: that of a large contract has megabytes.
    public let bytes: [UInt8]
    /// The version of the last event known.
    public let version: Int
    /// What a large answer takes up until it is sent.
    var place: Reckoner.Place?

    /// An answer with this wire form.
    init(body: JSON, version: Int) {
        bytes = body.bytes()
        self.version = version
    }

    /// Its wire form, read back.
    public var body: JSON { (try? JSON(parsing: bytes)) ?? .null }
}
