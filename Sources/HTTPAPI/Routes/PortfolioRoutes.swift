import Access
import BillingService
import CivilTime
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import JSON
import Portfolio

/// `GET /v1/coverage`, `/v1/cotisations`, `/v1/cotisations/totals`, `/v1/worklist`, `/v1/worklist/counts` and
/// `/v1/portfolio/months`: the questions about all contracts.
struct PortfolioRoutes: Sendable {
    let portfolio: any PortfolioAnswering
    /// Tells what waits about money; nil in a service that makes no runs.
    let runs: (any RunKeeping)?
    /// The form of employers' codes.
    let employers: EmployerCodes

    var routes: [Route] {
        [
            route(.allCoverage, ["on", "employer", "state"]) { query, _ throws(Problem) in
                .coverage(on: try query.day("on"), employer: try query.employer(employers), state: try query.name("state"))
            },
            route(.allCotisations, ["month", "employer"]) { query, capacity throws(Problem) in
                let (month, employer) = (try query.month("month"), try query.employer(employers))
                guard case .employer(let own) = capacity else { return .cotisations(month: month, employer: employer) }
                guard employer == nil || employer == own else { throw .otherEmployer }
                return .cotisationsForEmployer(own, month: month)
            },
            route(.cotisationTotals, ["month", "employer"], hasPages: false) { query, _ throws(Problem) in
                .totals(month: try query.month("month"), employer: try query.employer(employers))
            },
            worklistRoute(.worklist, ["kind", "due-through", "order", "employer"], hasPages: true) { query throws(Problem) in
                let asked = try query.work(employers)
                let filter = asked.filter
                if try query.optional("order", "kind | due", { ["kind", "due"].contains($0) ? $0 : nil }) == "due" {
                    return (.workByDay(filter), asked.money)
                }
                // The order by kind does not support employers.
                if filter.employer != nil { throw .malformed(parameter: "order", .badValue(expected: "due")) }
                switch filter.kind {
                case .possibleDuplicate: return (.duplicates(dueThrough: filter.dueThrough), asked.money)
                case .deadline(let kind): return (.worklist(kind: kind, dueThrough: filter.dueThrough), asked.money)
                case nil: return (.worklist(kind: nil, dueThrough: filter.dueThrough), asked.money)
                }
            } answer: {
                try await worklist.lines(of: $0, $1)
            },
            route(.portfolioMonths, ["month"], hasPages: false) { query, _ throws(Problem) in .months(through: try query.month("month")) },
            worklistRoute(.worklistCounts, ["kind", "due-through", "employer"], hasPages: false) { query throws(Problem) in
                let asked = try query.work(employers)
                return (.workCounts(asked.filter), asked.money)
            } answer: {
                try await worklist.counts($0, $1)
            },
        ]
    }

    private var worklist: Worklist { Worklist(portfolio: portfolio, runs: runs) }

    private func route(
        _ operation: Operation, _ names: [String], hasPages: Bool = true,
        _ question: @escaping @Sendable (Query, Capacity) throws(Problem) -> PortfolioQuestion
    ) -> Route {
        route(operation, names, hasPages: hasPages, question) { [portfolio] inquiry, _ in try await portfolio.lines(of: inquiry) }
    }

    /// A route about work: what is asked of the portfolio, and of the work about money.
    private func worklistRoute(
        _ operation: Operation, _ names: [String], hasPages: Bool,
        _ question: @escaping @Sendable (Query) throws(Problem) -> (PortfolioQuestion, Worklist.Money),
        answer: @escaping @Sendable (Inquiry, Worklist.Money) async throws -> PortfolioLines
    ) -> Route {
        route(operation, names, hasPages: hasPages) { query, _ throws(Problem) in
            try question(query).0
        } answer: { inquiry, query in
            try await answer(inquiry, try question(query).1)
        }
    }

    private func route(
        _ operation: Operation, _ names: [String], hasPages: Bool,
        _ question: @escaping @Sendable (Query, Capacity) throws(Problem) -> PortfolioQuestion,
        answer lines: @escaping @Sendable (Inquiry, Query) async throws -> PortfolioLines
    ) -> Route {
        let names = names + ["known-at", "format"] + (hasPages ? ["limit", "after"] : [])
        return Route(
            operation: operation,
            answering: .signedIn { request, scope in
                let query = try Query(of: request, allowing: names)
                let form = try AnswerForm(of: request, query)
                let inquiry = Inquiry(
                    try question(query, scope.caller.capacity), knownAt: try query.instant, page: try query.page, format: form.format,
                    atLeast: try request.positionToWaitFor)
                let answer = try await lines(inquiry, query)
                var headers: HTTPFields = [
                    .xPosition: String(answer.position), .xKnownAt: answer.knownAt.description, .vary: "Accept",
                ]
                if let age = answer.age { headers[.age] = age.wholeSeconds }
                // The next page uses the same instant of knowledge, so events recorded meanwhile do not change it.
                if let next = answer.next {
                    headers[.link] = query.link(to: request.path, setting: [("known-at", answer.knownAt.description), ("after", next)])
                }
                if form == .excelFrench { headers[.contentDisposition] = "attachment; filename=\"\(inquiry.question.fileName)\"" }
                return .stream(type: form.mediaType, headers: headers, to: scope.peer) { stream in
                    if form == .array { try await stream.write(arrayOf: answer.chunks) } else { try await stream.write(answer.chunks) }
                    try Task.checkCancellation()
                }
            })
    }
}

extension PortfolioQuestion {
    /// The file name of the answer.
    fileprivate var fileName: String {
        switch self {
        case .coverage(let day, _, _): "couverture-\(day).csv"
        case .cotisations(let month, _), .cotisationsForEmployer(_, let month): "cotisations-\(month).csv"
        case .totals(let month, _): "totaux-\(month).csv"
        case .worklist, .duplicates, .workByDay, .reminders: "a-traiter.csv"
        case .workCounts: "a-traiter-nombres.csv"
        case .months(let month): "portefeuille-\(month).csv"
        }
    }
}

extension StreamWriter {
    fileprivate func write(_ chunks: PortfolioLines.Chunks) async throws {
        for try await chunk in chunks { try await write(chunk) }
    }

    /// Writes chunks of whole lines as one JSON array. Only the last chunk closes the array, so an answer that breaks off is no JSON.
    fileprivate func write(arrayOf chunks: PortfolioLines.Chunks) async throws {
        let newLine = UInt8(ascii: "\n")
        var isEmpty = true
        for try await chunk in chunks where !chunk.isEmpty {
            var elements = [UInt8(ascii: isEmpty ? "[" : ",")]
            elements.reserveCapacity(chunk.count + chunk.count / 64)
            for byte in chunk.dropLast() {
                if byte == newLine { elements.append(UInt8(ascii: ",")) }
                elements.append(byte)
            }
            elements.append(newLine)
            isEmpty = false
            try await write(elements)
        }
        try Task.checkCancellation()
        try await write(Array((isEmpty ? "[]\n" : "]\n").utf8))
    }
}

extension Query {
    fileprivate func employer(_ employers: EmployerCodes) throws(Problem) -> String? {
        try optional("employer", employers.description) { employers.accepts($0) ? $0 : nil }
    }

    /// What is asked of the worklist.
    fileprivate func work(_ employers: EmployerCodes) throws(Problem) -> (filter: WorkFilter, money: Worklist.Money) {
        let topic = try optional("kind", WorkTopic.allCases.map(\.description).joined(separator: " | ")) { WorkTopic($0) }
        var filter = WorkFilter(dueThrough: try optional("due-through", "YYYY-MM-DD") { Day($0) }, employer: try employer(employers))
        var money = MoneyWorkFilter(dueThrough: filter.dueThrough, employer: filter.employer)
        switch topic {
        case nil: return (filter, .behind(money))
        case .portfolio(let kind):
            filter.kind = kind
            return (filter, .none)
        case .money(let kind):
            money.kind = kind
            return (filter, .alone(money))
        }
    }

    /// The case that the parameter names.
    fileprivate func name<Case: CaseIterable & RawRepresentable<String>>(_ parameter: String) throws(Problem) -> Case? {
        try optional(parameter, Case.allCases.map(\.rawValue).joined(separator: " | ")) { Case(rawValue: $0) }
    }

    /// The instant of knowledge asked for. A version is refused, since it belongs to one contract.
    var instant: Instant? {
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
