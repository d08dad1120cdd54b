import CivilTime
public import JSON

/// That a person is to be erased, as it was asked: why, and where the demand came from.
public struct ErasureOrder: Sendable {
    /// Why, in the clerk's words.
    public let reason: String
    /// Where the demand came from, if that was told.
    public let source: CommandSource?
    /// An RFC 6901 pointer to words that look like personal data, if there are any.
    let personalWords: String?

    /// Reads its body.
    ///
    /// - Throws: `ServiceError.malformed`.
    public init(_ body: JSON) throws(ServiceError) {
        do throws(MalformedField) {
            (reason, source) = try body.read(
                .object { fields throws(MalformedField) in
                    (try fields.required("reason", .words(in: .command(.standard))), try fields.optional("source", .commandSource))
                })
        } catch { throw .malformed(error) }
        personalWords = PersonalWords.pointer(in: body)
    }
}
