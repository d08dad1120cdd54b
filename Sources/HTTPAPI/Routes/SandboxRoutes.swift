import CivilTime
import ContractService
import Hummingbird
import JSON

/// `POST /v1/sandbox/…`: sets a sandbox's clock, or empties its data.
struct SandboxRoutes: Sendable {
    let sandbox: any SandboxKeeping
    let limits: BodyLimits

    var routes: [Route] {
        [
            Route(operation: .setClock, answering: .signedIn { try await setClock($0, $1) }),
            Route(operation: .resetSandbox, answering: .signedIn { try await reset($0, $1) }),
        ]
    }

    private func setClock(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let bytes = try await request.jsonBytes(limits, in: scope)
        _ = try Query(of: request)
        let body = try JSON(body: bytes)
        let now: Instant
        do throws(MalformedField) {
            now = try body.read(.object { fields throws(MalformedField) in try fields.required("now", .instant) })
        } catch {
            throw Problem.malformed(error)
        }
        try await sandbox.setClock(to: now)
        return Response(json: ["now": .string(now.description)])
    }

    /// Empties the sandbox. Accepts no body or an empty JSON object.
    private func reset(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        if request.headers.contains(.contentType) {
            let body = try JSON(body: try await request.jsonBytes(limits, in: scope))
            do throws(MalformedField) { try body.read(.object { _ throws(MalformedField) in () }) } catch { throw Problem.malformed(error) }
        }
        _ = try Query(of: request)
        try await sandbox.reset()
        return Response(json: ["now": nil])
    }
}
