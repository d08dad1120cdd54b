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

    /// A body is not needed; one that is there must be an empty object.
    private func reset(_ request: Request) async throws -> Response {
        if request.headers.contains(.contentType) {
            let body = try JSON(body: try await request.jsonBytes(limits))
            do throws(MalformedField) { try body.read(.object { _ throws(MalformedField) in () }) } catch { throw Problem.malformed(error) }
        }
        _ = try Query(of: request)
        try await sandbox.reset()
        return Response(json: ["now": nil])
    }
}
