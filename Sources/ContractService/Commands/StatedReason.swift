public import JSON

/// The caller's reason for a decision, as free text without personal data.
public struct StatedReason: Sendable, Hashable {
    /// 1 to 200 characters on one line.
    public let text: String

    /// Reads a body that holds only a `reason`.
    ///
    /// - Throws: `malformed`, or `personalWords`.
    public init(body: JSON) throws(ServiceError) {
        do throws(MalformedField) {
            text = try body.read(.object { fields throws(MalformedField) in try fields.required("reason", .line(1...200)) })
        } catch { throw .malformed(error) }
        if let pointer = PersonalWords.pointer(in: body) { throw .personalWords(pointer: pointer) }
    }
}
