import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// How large a body may be, and how long it may take.
struct BodyLimits {
    let size: Int
    let deadline: Duration
}

extension Request {
    /// The bytes of a JSON body: 415, then 413 (408 when it does not arrive).
    func jsonBytes(_ limits: BodyLimits) async throws -> [UInt8] {
        guard isJSON else { throw Problem.wrongMediaType }
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limits.size { throw Problem.tooLarge(maximum: limits.size) }
        let body = body
        return try await withDeadline(limits.deadline, throwing: Problem.tooSlow) {
            do {
                let bytes = Array(buffer: try await body.collect(upTo: limits.size))
                try Task.checkCancellation()  // a cancelled body just ends, wherever it is
                return bytes
            } catch is NIOTooManyBytesError {
                throw Problem.tooLarge(maximum: limits.size)
            } catch is IOError {
                throw Problem.tooSlow  // the client is gone
            }
        }
    }

    /// Whether the body says that it is JSON, in UTF-8 and as it is.
    private var isJSON: Bool {
        let parts = (headers[.contentType] ?? "").split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        let isUTF8 = parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains($0) }
        let isPlain = headers[.contentEncoding].map { $0.lowercased() == "identity" } ?? true
        return parts.first == "application/json" && isUTF8 && isPlain
    }
}

extension JSON {
    /// The document in a request's body.
    init(body bytes: [UInt8]) throws(Problem) {
        do throws(SyntaxError) { self = try JSON(parsing: bytes) } catch { throw .malformed(error) }
    }
}
