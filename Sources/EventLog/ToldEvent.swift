/// A borrowed view of an event.
public struct ToldEvent: ~Copyable {
    /// Its place in the contract, from 1.
    public let version: Int
    /// In microseconds since 1970.
    public let recordedAt: Int64
    /// The type's name, such as `affiliated`.
    public let type: String
    /// The version of the payload's format.
    public let schema: Int
    /// The appended bytes, valid only during the call that receives this event.
    public let payload: UnsafeBufferPointer<UInt8>
}
