import CivilTime
import ContractService
import Hummingbird
import JSON

/// `POST /v1/sandbox/…`: the clock of a sandbox, and a new beginning.
struct SandboxRoutes: Sendable {
    let sandbox: any SandboxKeeping
    let limits: BodyLimits

    var routes: [Route] {
        [
            Route(operation: .setClock, answering: .signedIn { request, _ in try await setClock(request) }),
            Route(operation: .resetSandbox, answering: .signedIn { request, _ in try await reset(request) }),
        ]
    }

    private func setClock(_ request: Request) async throws -> Response {
        let bytes = try await request.jsonBytes(limits)
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

    private func reset(_ request: Request) async throws -> Response {
        _ = try Query(of: request)
        try await sandbox.reset()
        return Response(json: ["now": nil])
    }
}
