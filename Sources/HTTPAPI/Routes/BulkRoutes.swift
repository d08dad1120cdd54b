import Access
import ContractService
import HTTPTypes
import Hummingbird
import Words

/// `POST /v1/commands`: any number of commands, one per line, answered line by line while more arrive.
struct BulkRoutes: Sendable {
    let service: any ContractAnswering
    let portfolio: (any PortfolioAnswering)?
    let leastRate: (bytesPerSecond: Int, window: Duration)
    let fourEyes: FourEyesRule
    /// Limits the concurrent bulks of each caller, since a bulk may hold some megabytes of lines and answers.
    private let places: Places<Caller>

    init(service: any ContractAnswering, portfolio: (any PortfolioAnswering)?, _ configuration: Configuration) {
        self.service = service
        self.portfolio = portfolio
        leastRate = configuration.leastBulkRate
        fourEyes = configuration.fourEyesRule
        places = Places(each: configuration.bulksPerCaller)
    }

    var routes: [Route] {
        [Route(operation: .bulk, answering: .recorder { request, scope in try answer(request, scope) })]
    }

    private func answer(_ request: Request, _ scope: RoleScope<Recorders>) throws -> Response {
        guard request.isUTF8(of: "application/x-ndjson") else { throw Problem.wrongMediaType("application/x-ndjson") }
        _ = try Query(of: request)
        if request.headers.contains(.idempotencyKey) { throw Problem.keyOfBulk }
        guard let place = places.take(for: scope.caller) else { throw Problem.tooManyBulks }
        let language = Language(accepting: request.headers[.acceptLanguage])
        let session = BulkSession(
            service: service, portfolio: portfolio, caller: scope.caller.id,
            mayAnnul: fourEyes.letsActAlone(scope.caller, in: .rescind),
            language: language, traceID: scope.traceID,
            rate: LeastRate(bytesPerSecond: leastRate.bytesPerSecond, over: leastRate.window))
        request.invite(in: scope.signedIn.request)
        // `.silent` is left out: a client that has sent all its lines still waits for answers.
        return .stream(
            type: "application/x-ndjson", headers: [.contentLanguage: language.rawValue, .vary: "Accept-Language"], to: scope.peer,
            until: [.gone, .stalled]
        ) { stream in
            defer { withExtendedLifetime(place) {} }
            try await session.run(request.body.sequence, answering: stream)
        }
    }
}
