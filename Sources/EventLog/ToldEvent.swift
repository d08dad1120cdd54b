/// What an event tells.
public struct ToldEvent: ~Copyable {
    /// Its place in the contract, from 1.
    public let version: Int
    /// In microseconds since 1970.
    public let recordedAt: Int64
    /// What it is, such as `affiliated`.
    public let type: String
    /// The version of the payload's format.
    public let schema: Int
    /// The bytes that were appended, valid as long as this is told.
    public let payload: UnsafeBufferPointer<UInt8>
}
