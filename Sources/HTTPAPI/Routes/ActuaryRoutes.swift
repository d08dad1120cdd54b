import BillingService
import CivilTime
import ContractService
import HTTPTypes
import Hummingbird
import Portfolio

/// `GET /v1/actuary/run-off`, `/v1/actuary/fact-delays` and `/v1/actuary/arrears`: figures for the actuary.
struct ActuaryRoutes: Sendable {
    let runs: any RunKeeping

    var routes: [Route] {
        [
            route(.actuaryRunOff, .runOff), route(.actuaryArrears, .arrears),
            route(.actuaryFactDelays, .factDelays, hasScheme: false),
        ]
    }

    private func route(_ operation: Operation, _ figures: ActuaryQuestion.Figures, hasScheme: Bool = true) -> Route {
        Route(
            operation: operation,
            answering: .signedIn { request, scope in
                let query = try Query(of: request, allowing: ["known-at", "format"] + (hasScheme ? ["scheme"] : []))
                let form = try AnswerForm(of: request, query)
                let question = ActuaryQuestion(
                    figures,
                    scheme: hasScheme
                        ? try query.optional("scheme", "1…100 characters") { (1...100).contains($0.unicodeScalars.count) ? $0 : nil } : nil,
                    knownAt: try query.instant)
                // Whoever left does not keep the place of others.
                let (knownAt, table) = try await scope.peer.until([.gone]) { try await runs.table(question) }
                var headers: HTTPFields = [.xKnownAt: knownAt.description, .vary: "Accept"]
                if form == .excelFrench { headers[.contentDisposition] = "attachment; filename=\"\(figures.fileName)\"" }
                return Response(
                    bytes: form == .array ? table.array : table.text(form.format), type: form.mediaType, headers: headers)
            })
    }
}
