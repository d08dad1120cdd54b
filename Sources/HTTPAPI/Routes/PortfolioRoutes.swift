import CivilTime
import Contracts
import HTTPTypes
import Hummingbird
import JSON
import Portfolio

/// `GET /v1/coverage`, `/v1/cotisations`, `/v1/cotisations/totals` and `/v1/worklist`: the questions about all contracts.
struct PortfolioRoutes: Sendable {
    let portfolio: any PortfolioAnswering

    var routes: [Route] {
        [
            route(.allCoverage, ["on", "employer", "state"]) { query throws(Problem) in
                .coverage(on: try query.day("on"), employer: try query.employer, state: try query.name("state"))
            },
            route(.allCotisations, ["month", "employer"]) { query throws(Problem) in
                .cotisations(month: try query.month("month"), employer: try query.employer)
            },
            route(.cotisationTotals, ["month", "employer"], hasPages: false) { query throws(Problem) in
                .totals(month: try query.month("month"), employer: try query.employer)
            },
            route(.worklist, ["kind", "due-through"]) { query throws(Problem) in
                .worklist(kind: try query.name("kind"), dueThrough: try query.optional("due-through", "YYYY-MM-DD") { Day($0) })
            },
        ]
    }

    private func route(
        _ operation: Operation, _ names: [String], hasPages: Bool = true,
        _ question: @escaping @Sendable (Query) throws(Problem) -> PortfolioQuestion
    ) -> Route {
        let names = names + ["known-at"] + (hasPages ? ["limit", "after"] : [])
        return Route(
            operation: operation,
            answering: .signedIn { request, scope in
                let isCSV = try request.accepted(of: ["application/x-ndjson", "text/csv"]) == "text/csv"
                let query = try Query(of: request, allowing: names)
                let inquiry = Inquiry(
                    try question(query), knownAt: try query.instant, page: try query.page, format: isCSV ? .csv : .ndjson,
                    atLeast: try request.positionToWaitFor)
                let answer = try await portfolio.lines(of: inquiry)
                var headers: HTTPFields = [
                    .xPosition: String(answer.position), .xKnownAt: answer.knownAt.description, .vary: "Accept",
                ]
                // The next page is of the same knowledge, whatever is recorded in between.
                if let next = answer.next {
                    headers[.link] = query.link(to: request.uri.path, setting: [("known-at", answer.knownAt.description), ("after", next)])
                }
                return .stream(
                    type: isCSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson", headers: headers, to: scope.peer
                ) { stream in
                    try await stream.write(answer.chunks)
                }
            })
    }
}

extension StreamWriter {
    fileprivate mutating func write(_ chunks: PortfolioLines.Chunks) async throws {
        for try await chunk in chunks { try await write(chunk) }
        try Task.checkCancellation()
    }
}

extension Query {
    fileprivate var employer: String? {
        get throws(Problem) {
            try optional("employer", "1…100") { code in
                1...100 ~= code.unicodeScalars.count && code.utf8.allSatisfy { $0 >= 0x20 } ? code : nil
            }
        }
    }

    /// The case of this name.
    fileprivate func name<Case: CaseIterable & RawRepresentable<String>>(_ parameter: String) throws(Problem) -> Case? {
        try optional(parameter, Case.allCases.map(\.rawValue).joined(separator: " | ")) { Case(rawValue: $0) }
    }

    /// The instant of the knowledge asked for. A version is of one contract.
    fileprivate var instant: Instant? {
        get throws(Problem) {
            if try optional("known-at", "", { $0 })?.hasPrefix("version:") == true { throw .versionOfNoContract }
            return try optional("known-at", "YYYY-MM-DDThh:mm:ssZ") { Instant($0) }
        }
    }

    fileprivate var page: Inquiry.Page? {
        get throws(Problem) {
            let after = try optional("after", "") { $0 }
            let limit = try optional("limit", "1…\(Inquiry.Page.limit)") { Int(digits: $0, in: 1...Inquiry.Page.limit) }
            guard let limit else {
                if after != nil { throw .malformed(parameter: "limit", .missing) }
                return nil
            }
            return Inquiry.Page(after: after, limit: limit)
        }
    }
}

extension Request {
    /// The position that must be in the projections before the question is answered.
    fileprivate var positionToWaitFor: Int64? {
        get throws(Problem) {
            let lines = headers[values: .xWaitForPosition]
            guard let text = lines.first else { return nil }
            guard lines.count == 1, let position = Int(digits: text, in: 0...Int.max) else {
                throw .malformed(header: .xWaitForPosition, expected: "0…")
            }
            return Int64(position)
        }
    }
}
