import Access
import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/runs` and what follows from runs: their rows, statements, calls and accounts.
struct RunRoutes: Sendable {
    let runs: any RunKeeping
    let limits: BodyLimits
    /// The form of employers' codes.
    let employers: EmployerCodes

    var routes: [Route] {
        [
            Route(operation: .makeRun, answering: .supervisor({ try await make($0, $1) }, dryRun: { try await preview($0, $1) })),
            Route(
                operation: .runs,
                answering: .reader { request, _ in
                    Response(json: [
                        "runs": .array(try await runs.list(knownAt: try Query(of: request, allowing: ["known-at"]).knownAtInstant))
                    ])
                }),
            Route(
                operation: .run,
                answering: .reader { request, scope in
                    let number = try scope.signedIn.run
                    return Response(
                        json: try await runs.answer(number, knownAt: try Query(of: request, allowing: ["known-at"]).knownAtInstant))
                }),
            Route(operation: .runLines, answering: .reader { try await table(.lines, $0, $1) }),
            Route(operation: .runPrescribed, answering: .reader { try await table(.prescribed, $0, $1) }),
            Route(operation: .runHeld, answering: .reader { try await table(.held, $0, $1) }),
            Route(operation: .runDirectDebits, answering: .reader { try await table(.directDebits, $0, $1) }),
            Route(operation: .runStatements, answering: .reader { try await statements($0, $1) }),
            Route(operation: .runStatement, answering: .signedIn { try await statement($0, $1) }),
            Route(operation: .calls, answering: .signedIn { try await calls($0, $1) }),
            Route(operation: .contractAccount, answering: .signedIn { try await contractAccount($0, $1) }),
            Route(operation: .employerAccount, answering: .signedIn { try await employerAccount($0, $1) }),
        ]
    }

    // MARK: Making runs

    private func make(_ request: Request, _ scope: RoleScope<Supervisors>) async throws -> Response {
        let order = try await order(request, scope.signedIn)
        let answer = try await runs.submit(order, by: scope.caller.id, key: try request.idempotencyKey)
        var headers: HTTPFields = [.location: "/v1/runs/\(answer.number)"]
        if answer.isReplayed { headers[.idempotencyReplayed] = "true" }
        return Response(json: answer.json, status: answer.isComplete ? .created : .accepted, headers: headers)
    }

    private func preview(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let order = try await order(request, scope)
        _ = try request.idempotencyKey
        return Response(json: try await runs.preview(order))
    }

    private func order(_ request: Request, _ scope: SignedInScope) async throws -> RunOrder {
        let bytes = try await request.jsonBytes(limits, in: scope)
        _ = try Query(of: request, allowing: ["dry-run"]).dryRun
        let body = try JSON(body: bytes)
        do throws(MalformedField) { return try RunOrder(body) } catch { throw Problem.malformed(error) }
    }

    // MARK: Reading

    private func table(_ table: RunTable, _ request: Request, _ scope: RoleScope<Readers>) async throws -> Response {
        let number = try scope.signedIn.run
        let instant = try Query(of: request, allowing: ["known-at"]).knownAtInstant
        let form = try RowForm(of: request)
        // Before the answer begins, the first page tells whether there is such a run.
        let first = try await runs.page(of: table, run: number, knownAt: instant, after: nil)
        return .stream(type: form.mediaType, headers: [.vary: "Accept"], to: scope.peer) { stream in
            var rows = RowWriter(form, columns: table.columns)
            var (page, next) = first
            while true {
                try await stream.write(rows.text(page))
                guard let last = next else { break }
                (page, next) = try await runs.page(of: table, run: number, knownAt: instant, after: last)
            }
            try Task.checkCancellation()
            try await stream.write(rows.end)
        }
    }

    private func statements(_ request: Request, _ scope: RoleScope<Readers>) async throws -> Response {
        let number = try scope.signedIn.run
        let instant = try Query(of: request, allowing: ["known-at"]).knownAtInstant
        let first = try await runs.employers(of: number, knownAt: instant, after: nil)
        return .stream(type: RowForm.lines.mediaType, to: scope.peer) { stream in
            var page = first
            while let last = page.last {
                for employer in page {
                    try await stream.write(try await runs.statement(of: number, for: employer, knownAt: instant).bytes() + [0x0A])
                }
                page = try await runs.employers(of: number, knownAt: instant, after: last)
            }
            try Task.checkCancellation()
        }
    }

    private func statement(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let (number, employer) = (try scope.run, try scope.employer(employers))
        let instant = try Query(of: request, allowing: ["known-at"]).knownAtInstant
        if case .employer(let own) = scope.caller.capacity, own != employer { throw Problem.otherEmployer }
        return Response(json: try await runs.statement(of: number, for: employer, knownAt: instant))
    }

    private func calls(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let contract = try scope.ownContract
        let query = try Query(of: request, allowing: ["month", "known-at"])
        let month = try query.optional("month", "YYYY-MM") { Month($0) }
        return Response(json: try await runs.calls(of: contract, month: month, knownAt: try query.knownAtInstant))
    }

    private func contractAccount(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let contract = try scope.ownContract
        return Response(json: try await runs.account(of: contract, knownAt: try Query(of: request, allowing: ["known-at"]).knownAtInstant))
    }

    private func employerAccount(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let employer = try scope.employer(employers)
        let instant = try Query(of: request, allowing: ["known-at"]).knownAtInstant
        if case .employer(let own) = scope.caller.capacity, own != employer { throw Problem.otherEmployer }
        return Response(json: try await runs.account(ofEmployer: employer, knownAt: instant))
    }
}

/// The form of an answer of many rows.
private enum RowForm: String {
    case lines = "application/x-ndjson"
    case array = "application/json"
    case csv = "text/csv"

    /// The form that the client prefers.
    init(of request: Request) throws(Problem) {
        self = RowForm(rawValue: try request.accepted(of: [RowForm.lines, .array, .csv].map(\.rawValue))) ?? .lines
    }

    var mediaType: String { self == .csv ? "text/csv; charset=utf-8; header=present" : rawValue }
}

/// Writes rows in a form. Only the end closes an array, so an answer that breaks off is no JSON.
private struct RowWriter {
    private let form: RowForm
    private let columns: [String]
    private var hasBegun = false

    init(_ form: RowForm, columns: [String]) {
        self.form = form
        self.columns = columns
    }

    mutating func text(_ rows: [JSON.Object]) -> [UInt8] {
        var text: [UInt8] = []
        if form == .csv, !hasBegun { text += Array((columns.joined(separator: ",") + "\r\n").utf8) }
        for row in rows {
            switch form {
            case .lines: text += JSON.object(row).bytes() + [0x0A]
            case .array: text += Array((hasBegun ? "," : "[").utf8) + JSON.object(row).bytes() + [0x0A]
            case .csv: text += Array((columns.map { (row[$0] ?? .null).csvCell }.joined(separator: ",") + "\r\n").utf8)
            }
            hasBegun = true
        }
        if form == .csv { hasBegun = true }
        return text
    }

    var end: [UInt8] {
        switch form {
        case .lines, .csv: []
        case .array: Array((hasBegun ? "]\n" : "[]\n").utf8)
        }
    }
}

extension Query {
    /// The instant of knowledge asked for.
    var knownAtInstant: Instant? {
        get throws(Problem) { try optional("known-at", "YYYY-MM-DDThh:mm:ssZ") { Instant($0) } }
    }
}

extension SignedInScope {
    /// The run that the path names.
    fileprivate var run: Int {
        get throws(Problem) {
            guard let number = parameter("run").flatMap({ Int(digits: String($0), in: 1...Int(Int32.max)) }) else {
                throw .malformed(parameter: "run", .badValue(expected: "1…"))
            }
            return number
        }
    }

    /// The employer that the path names.
    fileprivate func employer(_ employers: EmployerCodes) throws(Problem) -> String {
        guard let code = parameter("employer")?.percentDecoded, employers.accepts(code) else {
            throw .malformed(parameter: "employer", .badValue(expected: employers.description))
        }
        return code
    }

    /// The contract that the path names; for an agent another than their own is unknown.
    fileprivate var ownContract: ContractID {
        get throws {
            let contract = try contract
            if case .agent(let own) = caller.capacity, own != contract.uuid { throw ServiceError.refused(.contractUnknown) }
            return contract
        }
    }
}
