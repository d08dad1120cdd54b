import Access
import BillingService
import CivilTime
import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/ledger/entries`, and the files of direct debits as the bank reads them.
struct LedgerRoutes: Sendable {
    let runs: any RunKeeping
    /// Records who took a file, which names people; nil: no file is given.
    let accessLog: (any AccessLogging)?

    var routes: [Route] {
        [Route(operation: .ledgerEntries, answering: .reader { try await entries($0, $1) })]
            + (accessLog.map { accessLog in
                [Route(operation: .directDebitFile, answering: .supervisor({ try await file($0, $1, accessLog) }))]
            } ?? [])
    }

    private func entries(_ request: Request, _ scope: RoleScope<Readers>) async throws -> Response {
        let query = try Query(of: request, allowing: ["scheme", "from", "through", "known-at", "format"])
        let formats = LedgerFormat.allCases.map(\.rawValue).joined(separator: " | ")
        let question = LedgerQuestion(
            scheme: try query.optional("scheme", "1…100 characters") { (1...100).contains($0.unicodeScalars.count) ? $0 : nil },
            from: try query.optional("from", "YYYY-MM-DD") { Day($0) }, through: try query.optional("through", "YYYY-MM-DD") { Day($0) },
            knownAt: try query.knownAtInstant, format: try query.optional("format", formats) { LedgerFormat(rawValue: $0) } ?? .ndjson)
        let text: StreamedText
        do { text = try await runs.ledger(question) } catch ServiceError.malformed(let field) {
            throw Problem.malformed(parameter: String(field.pointer.dropFirst()), field.problem)
        }
        return .stream(type: question.format.mediaType, to: scope.peer) { stream in
            try await text.write { try await stream.write($0) }
            try Task.checkCancellation()
        }
    }

    private func file(_ request: Request, _ scope: RoleScope<Supervisors>, _ accessLog: any AccessLogging) async throws -> Response {
        let file = try scope.signedIn.name("file")
        let (count, text) = try await runs.paymentFile(file, knownAt: try Query(of: request, allowing: ["known-at"]).knownAtInstant)
        // As of a list, the number of people is recorded.
        let reading = Reading(by: scope.caller, .search, fields: ["directDebitFile"], found: count, trace: scope.traceID)
        try await accessLog.recordBeforeAnswer(reading, in: scope.signedIn)
        let headers: HTTPFields = [.contentDisposition: "attachment; filename=\"\(file).xml\""]
        return .stream(type: "application/xml", headers: headers, to: scope.peer) { stream in
            try await text.write { try await stream.write($0) }
            try Task.checkCancellation()
        }
    }
}

extension LedgerFormat {
    fileprivate var mediaType: String {
        switch self {
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .beancount: "text/plain; charset=utf-8"
        case .fec: "text/tab-separated-values; charset=us-ascii"
        }
    }
}
