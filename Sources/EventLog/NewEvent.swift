/// A fact to record.
public struct NewEvent: Sendable, Equatable {
    /// The type's name, such as `affiliated`.
    public var type: String
    /// The version of the payload's format, from 1.
    public var schema: Int
    /// JSON in UTF-8, kept byte for byte.
    public var payload: [UInt8]

    /// A fact of a type, in a version of its format.
    public init(type: String, schema: Int, payload: [UInt8]) {
        self.type = type
        self.schema = schema
        self.payload = payload
    }
}
