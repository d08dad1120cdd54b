public import JSON

/// Why a caller decides something, in their words. It holds no personal data.
public struct StatedReason: Sendable, Hashable {
    /// 1 to 200 characters on one line.
    public let text: String

    /// Reads a body that holds a `reason`, and nothing else.
    ///
    /// - Throws: `malformed`, or `personalWords`.
    public init(body: JSON) throws(ServiceError) {
        do throws(MalformedField) {
            text = try body.read(.object { fields throws(MalformedField) in try fields.required("reason", .line(1...200)) })
        } catch { throw .malformed(error) }
        if let pointer = PersonalWords.pointer(in: body) { throw .personalWords(pointer: pointer) }
    }
}
