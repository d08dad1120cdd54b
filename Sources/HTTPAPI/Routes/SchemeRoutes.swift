import CivilTime
import ContractService
import Contracts
import Hummingbird
import JSON

/// `GET /v1/schemes/{scheme}`: a scheme's parameters, services and guarantees.
struct SchemeRoutes: Sendable {
    let service: any ContractAnswering

    var routes: [Route] {
        [
            Route(
                operation: .scheme,
                answering: .signedIn { request, scope in
                    let query = try Query(of: request, allowing: ["on", "known-at"])
                    let day = try query.optional("on", "YYYY-MM-DD") { Day($0) }
                    let instant = try query.optional("known-at", "YYYY-MM-DDThh:mm:ssZ") { Instant($0) }
                    let name = scope.parameter("scheme").flatMap(\.percentDecoded) ?? ""
                    guard let scheme = service.scheme(name, on: day, knownAt: instant.map { .instant($0) } ?? .now) else {
                        throw Problem(.schemeUnknown, status: .notFound)
                    }
                    return Response(json: scheme)
                })
        ]
    }
}
