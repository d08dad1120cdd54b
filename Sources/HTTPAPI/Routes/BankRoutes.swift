import Access
import Billing
import BillingService
import CivilTime
import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// `POST /v1/payments` and the like: what the bank says, and what is decided about money.
struct BankRoutes: Sendable {
    let runs: any RunKeeping
    let limits: BodyLimits
    /// The form of employers' codes.
    let employers: EmployerCodes
    let fourEyes: FourEyesRule

    var routes: [Route] {
        [
            Route(operation: .recordPayment, answering: .recorder({ try await fact(.payment, $0, $1) })),
            Route(operation: .recordRefund, answering: .recorder({ try await fact(.refund, $0, $1) })),
            Route(operation: .recordWriteOff, answering: .supervisor({ try await fact(.writeOff, $0, $1) })),
            Route(
                operation: .returnDirectDebit,
                answering: .recorder({ request, scope in
                    let endToEndId = try scope.signedIn.name("endToEndId")
                    return try await record(request, scope) { body throws(MalformedField) in try BankOrder(returnOf: endToEndId, body) }
                })),
            Route(
                operation: .handOverFile,
                answering: .supervisor({ request, scope in
                    let file = try scope.signedIn.name("file")
                    return try await record(request, scope) { body throws(MalformedField) in .handOver(file: file, on: try body.onlyDay) }
                })),
            Route(
                operation: .withdrawFile,
                answering: .supervisor({ request, scope in
                    let file = try scope.signedIn.name("file")
                    return try await record(request, scope) { body throws(MalformedField) in .withdraw(file: file, on: try body.onlyDay) }
                })),
            Route(
                operation: .resumeDirectDebits,
                answering: .recorder({ request, scope in
                    let contract = try scope.signedIn.contract
                    return try await record(request, scope) { body throws(MalformedField) in
                        try body.read(.object { _ throws(MalformedField) in () })
                        return .resume(contract)
                    }
                })),
            Route(
                operation: .settleBankLine,
                answering: .recorder({ request, scope in
                    guard let line = scope.signedIn.parameter("line").flatMap({ BankLineID(String($0)) }) else {
                        throw Problem.malformed(parameter: "line", .badValue(expected: "4711-1"))
                    }
                    return try await recordOrder(request, scope) { body in .settle(line, reason: try StatedReason(body: body)) }
                })),
        ]
    }

    private func fact(_ kind: BankFact.Kind, _ request: Request, _ scope: RoleScope<some RecordingRequirement>) async throws -> Response {
        try await record(request, scope) { body throws(MalformedField) in try BankOrder(kind, body, employers: employers) }
    }

    /// Records what a body tells. The type of `scope` proves that the caller may record.
    private func record(
        _ request: Request, _ scope: RoleScope<some RecordingRequirement>, _ read: (JSON) throws(MalformedField) -> BankOrder
    ) async throws -> Response {
        try await recordOrder(request, scope) { body in
            do throws(MalformedField) { return try read(body) } catch { throw Problem.malformed(error) }
        }
    }

    private func recordOrder(
        _ request: Request, _ scope: RoleScope<some RecordingRequirement>, _ read: (JSON) throws -> BankOrder
    ) async throws -> Response {
        let bytes = try await request.jsonBytes(limits, in: scope.signedIn)
        _ = try Query(of: request)
        let order = try read(try JSON(body: bytes))
        let caller = BankCaller(
            scope.caller.id, key: try request.idempotencyKey, actsAlone: fourEyes.letsActAlone(scope.caller, in: .handOver))
        let answer = try await runs.record(order, by: caller)
        return Response(
            json: answer.json, status: .created, headers: answer.isReplayed ? [.idempotencyReplayed: "true"] : [:])
    }
}

extension SignedInScope {
    /// The identifier of a debit or of a file that the path names.
    func name(_ parameter: String) throws(Problem) -> String {
        guard let name = self.parameter(parameter)?.percentDecoded, (1...35).contains(name.unicodeScalars.count), !name.utf8.contains(0)
        else {
            throw .malformed(parameter: parameter, .badValue(expected: "1…35 characters"))
        }
        return name
    }
}

extension JSON {
    /// The day of a body that has nothing else.
    fileprivate var onlyDay: Day {
        get throws(MalformedField) { try read(.object { fields throws(MalformedField) in try fields.required("on", .day) }) }
    }
}
