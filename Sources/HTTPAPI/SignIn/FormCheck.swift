import BackOffice
import HTTPTypes
import Hummingbird

/// The rule for changes by a browser's session: the request comes from a page of ours, and has the session's form token.
struct FormCheck {
    /// The origin at which browsers reach us; nil for the request's own origin.
    let ownOrigin: String?
    let limits: BodyLimits

    /// Throws `authentication.form` when a changing request breaks the rule. If this reads a form's body, the body stays readable.
    func check(_ request: inout Request, in context: RequestScope, session: String, isSecure: Bool) async throws {
        guard request.method != .get, request.method != .head else { return }
        guard comesFromUs(request, isSecure: isSecure) else { throw Problem.foreignForm }
        let given: String?
        if let header = request.headers[.xFormToken] { given = header } else { given = try await field(of: &request, in: context) }
        guard let given, FormToken(of: session).matches(given) else { throw Problem.foreignForm }
    }

    /// Whether a page of ours sent the request, by `Sec-Fetch-Site`; for browsers without that header, by `Origin`.
    /// `Origin` comes second, since our pages send no referrer and a browser may then hide it.
    private func comesFromUs(_ request: Request, isSecure: Bool) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" }
        guard let origin = request.headers[.origin] else { return false }
        return origin == ownOrigin ?? "\(isSecure ? "https" : "http")://\(request.host ?? "")"
    }

    private func field(of request: inout Request, in context: RequestScope) async throws -> String? {
        let boundary = request.multipartBoundary
        guard boundary != nil || request.isUTF8(of: "application/x-www-form-urlencoded") else { return nil }
        let bytes = try await request.bytes(limits, in: context)
        request.body = .whole(ByteBuffer(bytes: bytes))
        if let boundary {
            return MultipartForm(bytes, boundary: boundary)?.fields[FormToken.field]
        }
        let fields = try Query(String(decoding: bytes, as: UTF8.self)[...], allowing: [FormToken.field], ignoresOthers: true)
        return try fields.optional(FormToken.field, "form token") { $0 }
    }
}
