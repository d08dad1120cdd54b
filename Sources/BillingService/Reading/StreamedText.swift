/// A text of any length, made as its reader takes it.
public struct StreamedText: Sendable {
    /// Takes the next bytes.
    public typealias Sink = @Sendable ([UInt8]) async throws -> Void

    /// Writes the whole text, piece by piece.
    public let write: @Sendable (_ take: @escaping Sink) async throws -> Void

    /// A text from the function that writes it.
    public init(_ write: @escaping @Sendable (_ take: @escaping Sink) async throws -> Void) { self.write = write }
}
