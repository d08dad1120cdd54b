import CivilTime
import ContractService
import Contracts
import Hummingbird
import JSON
import Portfolio

/// `POST /v1/what-if`: a month of all contracts under another scheme file, beside the one in force. Nothing is written.
struct WhatIfRoutes: Sendable {
    private let portfolio: any PortfolioAnswering
    private let limits: BodyLimits

    init(portfolio: any PortfolioAnswering, limits: BodyLimits) {
        self.portfolio = portfolio
        self.limits = BodyLimits(size: min(limits.size, WhatIfScheme.longestFile), deadline: limits.deadline)
    }

    var routes: [Route] { [Route(operation: .whatIf, answering: .signedIn { try await answer($0, $1) })] }

    private func answer(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let bytes = try await request.jsonBytes(limits, in: scope)
        let query = try Query(of: request, allowing: ["month", "known-at"])
        let (month, knownAt) = (try query.month("month"), try query.instant)
        let scheme: Scheme
        do { scheme = try WhatIfScheme.read(bytes) } catch { throw Problem(error) }
        do {
            // A client that has sent its file still waits for the answer.
            let answer = try await scope.peer.until([.gone]) {
                try await portfolio.whatIf(WhatIfQuestion(scheme, month: month, knownAt: knownAt))
            }
            return Response(json: answer.json)
        } catch let refusal as Refusal {
            throw Problem(refusal.rule, status: .unprocessableContent, pointer: "/scheme")
        }
    }
}

extension Problem {
    /// A scheme file is not accepted.
    init(_ defect: SchemeReader.Defect) {
        self =
            switch defect {
            case .syntax(let error): .malformed(error)
            case .field(let field): .malformed(field)
            }
    }
}
