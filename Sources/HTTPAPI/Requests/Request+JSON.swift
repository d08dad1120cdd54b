import HTTPTypes
import Hummingbird
import JSON
import NIOCore

extension Request {
    /// The bytes of a JSON body. Throws 415 for another type, 413 when too large, 408 when the body does not arrive.
    func jsonBytes(_ limits: BodyLimits, in scope: SignedInScope) async throws -> [UInt8] {
        guard isUTF8(of: "application/json") else { throw Problem.wrongMediaType("application/json") }
        return try await bytes(limits, in: scope.request)
    }

    /// The bytes of a body of any type. Throws 413 when too large, 408 when the body does not arrive.
    func bytes(_ limits: BodyLimits, in scope: RequestScope) async throws -> [UInt8] {
        if let length = headers.text(.contentLength).flatMap({ Int($0) }), length > limits.size {
            throw Problem.tooLarge(maximum: limits.size)
        }
        switch body {
        case .whole(let bytes):
            if bytes.readableBytes > limits.size { throw Problem.tooLarge(maximum: limits.size) }
            return Array(buffer: bytes)
        case .arriving(let body):
            invite(in: scope)
            return try await scope.exchange.within(limits.deadline, throwing: Problem.tooSlow) { try await body.bytes(limits) }
        }
    }

    /// Sends `100 Continue` to a client that waits for it before it sends the body.
    func invite(in scope: RequestScope) {
        if headers[.expect]?.lowercased() == "100-continue" { scope.exchange.invite() }
    }

    /// Whether the headers declare a media type, in UTF-8 and without content encoding.
    func isUTF8(of type: String) -> Bool {
        if headers.text(.contentType) == type, !headers.contains(.contentEncoding) { return true }
        let parts = (headers[.contentType] ?? "").split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        let isUTF8 = parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains($0) }
        let isPlain = headers[.contentEncoding].map { $0.lowercased() == "identity" } ?? true
        return parts.first == type && isUTF8 && isPlain
    }
}

extension RequestBody {
    fileprivate func bytes(_ limits: BodyLimits) async throws -> [UInt8] {
        do {
            let bytes = Array(buffer: try await collect(upTo: limits.size))
            try Task.checkCancellation()  // a cancelled body ends early, without an error
            return bytes
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(maximum: limits.size)
        } catch is IOError {
            throw Problem.tooSlow  // the client is gone
        }
    }
}

extension JSON {
    /// The document in a request's body.
    init(body bytes: [UInt8]) throws(Problem) {
        do throws(SyntaxError) { self = try JSON(parsing: bytes) } catch { throw .malformed(error) }
    }
}
