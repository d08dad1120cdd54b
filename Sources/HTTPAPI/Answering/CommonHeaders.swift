import HTTPTypes
import NIOCore

/// The headers of every answer: they forbid caching, type guessing, framing and foreign content. A sandbox adds its mark.
struct CommonHeaders: Sendable {
    private let fields: [HTTPField]
    /// All fields as bytes, ready to send.
    private let text: ByteBuffer

    init(isSecure: Bool, isSandbox: Bool) {
        var headers: HTTPFields = [
            .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
            .referrerPolicy: "no-referrer", .xFrameOptions: "DENY", .crossOriginResourcePolicy: "same-origin",
        ]
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
        if isSandbox { headers[.maintienSandbox] = "true" }
        fields = Array(headers)
        var text = ByteBuffer()
        for field in headers { text.writeField(field.name.rawName, field.value) }
        self.text = text
    }

    /// The common fields that an answer lacks.
    func missing(in answer: HTTPFields) -> [HTTPField] { fields.filter { !answer.contains($0.name) } }

    /// Writes the common fields that an answer lacks.
    func write(to buffer: inout ByteBuffer, besides answer: HTTPFields) {
        if answer.contains(where: { own in fields.contains { $0.name == own.name } }) {
            for field in missing(in: answer) { buffer.writeField(field.name.rawName, field.value) }
        } else {
            buffer.writeImmutableBuffer(text)
        }
    }
}
