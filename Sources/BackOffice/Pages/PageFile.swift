/// A file that a browser sent with a form.
public struct PageFile: Hashable, Sendable {
    /// The name that the browser gave it. Anybody may have written it.
    public let name: String
    /// Its content.
    public let bytes: [UInt8]

    /// A file.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
