import CivilTime
public import JSON

/// A request to erase a person, with its reason and source.
public struct ErasureOrder: Sendable {
    /// The reason, in the clerk's words.
    public let reason: String
    /// The source of the request, if it was given.
    public let source: CommandSource?
    /// An RFC 6901 pointer to text that looks like personal data; nil when there is none.
    let personalWords: String?

    /// Parses the request's body.
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
