import Access
import CivilTime
import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// `GET /v1/contracts/{contract}/…`: the questions about one contract.
struct QuestionRoutes: Sendable {
    let service: any ContractAnswering

    var routes: [Route] {
        [
            route(.coverage, ["on"]) { query throws(Problem) in .coverage(on: try query.day("on")) },
            route(.cotisation, ["month", "compared-with"]) { query throws(Problem) in
                .cotisation(month: try query.month("month"), comparedWith: try query.knownAt("compared-with"))
            },
            route(.eligibility, ["on"]) { query throws(Problem) in .eligibility(on: try query.day("on")) },
            route(.timeline, []) { _ in .timeline },
            route(.events, []) { _ in .events },
            route(.changes, ["from"], knownAt: "to") { query throws(Problem) in .changes(since: try query.knownAt("from")) },
            route(.facts, ["through", "limit"]) { query throws(Problem) in
                .facts(
                    through: try query.optional("through", "1…") { Int(digits: $0, in: 1...Int.max) },
                    limit: try query.optional("limit", "1…100") { Int(digits: $0, in: 1...100) } ?? 20)
            },
            route(.commands, ["on"], knownAt: nil) { query throws(Problem) in .commands(on: try query.day("on")) },
        ]
    }

    /// - Parameter knownAt: the name of the parameter for the instant of knowledge; `nil` for a question about the present.
    private func route(
        _ operation: Operation, _ names: [String], knownAt: String? = "known-at",
        _ question: @escaping @Sendable (Query) throws(Problem) -> Question
    ) -> Route {
        let names = names + [knownAt].compactMap(\.self)
        return Route(
            operation: operation,
            answering: .signedIn { request, scope in
                let contract = try scope.contract
                let query = try Query(of: request, allowing: names)
                let asked = try question(query)
                let known = try knownAt.flatMap { try query.knownAt($0) } ?? .now
                let position = try request.positionToWaitFor
                let answer: Answer
                do {
                    answer = try await SeenContracts(service, by: scope.caller).answer(
                        asked, of: contract, knownAt: known, atLeast: position)
                } catch ServiceError.malformed(let field) {
                    // A question has no body: the field is a parameter.
                    throw Problem.malformed(parameter: field.pointer, field.problem)
                }
                var headers: HTTPFields = [:]
                if let proof = answer.proof {
                    headers[.xPosition] = String(proof.position)
                    headers[.age] = proof.age.wholeSeconds
                }
                // An employer gets no version: it would reveal events that they may not see.
                if case .employer = scope.caller.capacity {
                } else {
                    headers[.eTag] = EntityTag(version: answer.version, logMark: service.logMark).description
                }
                return Response(answer, headers: headers)
            })
    }
}

extension Query {
    func day(_ name: String) throws(Problem) -> Day {
        try required(name, "YYYY-MM-DD") { Day($0) }
    }

    func month(_ name: String) throws(Problem) -> Month {
        try required(name, "YYYY-MM") { Month($0) }
    }

    fileprivate func knownAt(_ name: String) throws(Problem) -> KnownAt? {
        try optional(name, "YYYY-MM-DDThh:mm:ssZ | version:N") { KnownAt($0) }
    }
}

extension Response {
    /// An answer about a contract. Sends a large answer piece by piece, so that it does not delay other answers.
    fileprivate init(_ answer: Answer, headers: HTTPFields) {
        if answer.bytes.count <= StreamWriter.piece {
            self.init(bytes: answer.bytes, type: "application/json", headers: headers)
            return
        }
        var headers = headers
        headers[.contentType] = "application/json"
        self.init(
            status: .ok, headers: headers,
            // The closure keeps the answer, and its place among large answers, until it is sent.
            body: .made(length: answer.bytes.count) { stream in try await stream.write(answer.bytes) })
    }
}
