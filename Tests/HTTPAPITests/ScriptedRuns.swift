import Billing
import BillingService
import CivilTime
import ContractService
import Dispatch
import HTTPAPI
import JSON
import Portfolio
import Synchronization

/// Stands in for the runs: answers as told, and keeps what it was asked.
final class ScriptedRuns: RunKeeping {
    private let record = Mutex<[String]>([])
    private let isComplete: Bool
    private let isReplayed: Bool
    private let rows: [JSON.Object]
    private let failure: (any Error)?
    private let work: [MoneyWorkLine]
    private let kept = Mutex<[MoneyWorkFilter]>([])

    /// The filters on work about money, in order.
    var filters: [MoneyWorkFilter] { kept.withLock { $0 } }

    var asked: [String] { record.withLock { $0 } }

    init(
        isComplete: Bool = true, isReplayed: Bool = false, rows: [JSON.Object] = [], failure: (any Error)? = nil, work: [MoneyWorkLine] = []
    ) {
        self.work = work
        self.isComplete = isComplete
        self.isReplayed = isReplayed
        self.rows = rows
        self.failure = failure
    }

    private func note(_ text: String, _ instant: Instant? = nil) throws {
        record.withLock { $0.append(text + (instant.map { " at \($0)" } ?? "")) }
        if let failure { throw failure }
    }

    func submit(_ order: RunOrder, by caller: String, key: String?) async throws -> RunAnswer {
        try note("submit \(order.scheme) \(order.request) by \(caller) under \(key ?? "none")")
        return RunAnswer(number: 7, isComplete: isComplete, isReplayed: isReplayed, json: ["run": 7])
    }

    func preview(_ order: RunOrder) async throws -> JSON {
        try note("preview \(order.scheme) \(order.request)")
        return ["dryRun": true]
    }

    func record(_ order: BankOrder, by caller: BankCaller) async throws -> BankAnswer {
        try note("\(order) under \(caller.key ?? "none") \(caller.actsAlone ? "alone " : "")by \(caller.id)")
        return BankAnswer(json: ["position": 8], isReplayed: isReplayed)
    }

    func recordBankFile(_ next: @escaping @Sendable () throws -> [UInt8], by caller: BankCaller) async throws -> JSON {
        // Reading waits for the client, so it takes no thread of the pool.
        let count: Int = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "bank file").async {
                continuation.resume(
                    with: Result {
                        var bytes = 0
                        while true {
                            let piece = try next()
                            if piece.isEmpty { return bytes }
                            bytes += piece.count
                        }
                    })
            }
        }
        try note("file of \(count) bytes by \(caller.id)")
        return ["messageId": "BANK-1"]
    }

    func list(knownAt instant: Instant?) async throws -> [JSON] {
        try note("list", instant)
        return [["run": 7]]
    }

    func answer(_ number: Int, knownAt instant: Instant?) async throws -> JSON {
        try note("run \(number)", instant)
        return ["run": JSON(number)]
    }

    func page(
        of table: RunTable, run number: Int, knownAt instant: Instant?, after last: String?
    ) async throws -> (rows: [JSON.Object], next: String?) {
        try note("\(table.rawValue) of \(number) after \(last ?? "none")", instant)
        guard last == nil else { return ([], nil) }
        return (rows, rows.isEmpty ? nil : "last")
    }

    func statement(of number: Int, for employer: String, knownAt instant: Instant?) async throws -> JSON {
        try note("statement of \(number) for \(employer)", instant)
        return ["employer": .string(employer)]
    }

    func employers(of number: Int, knownAt instant: Instant?, after employer: String?) async throws -> [String] {
        try note("employers of \(number) after \(employer ?? "none")", instant)
        return employer == nil ? ["0290012E", "0750001A"] : []
    }

    func calls(of contract: ContractID, month: Month?, knownAt instant: Instant?) async throws -> JSON {
        try note("calls of \(contract) in \(month?.description ?? "all")", instant)
        return ["calls": []]
    }

    func outlookAnswer(of contract: ContractID, _ tried: TriedContract) async throws -> JSON? {
        try note("outlook of \(contract) with \(tried.facts.count)")
        return [["month": "2026-11"]]
    }

    func account(of contract: ContractID, knownAt instant: Instant?) async throws -> JSON {
        try note("account of \(contract)", instant)
        return ["balanceCents": 0]
    }

    func account(ofEmployer code: String, knownAt instant: Instant?) async throws -> JSON {
        try note("account of \(code)", instant)
        return ["balanceCents": 0]
    }

    func ledger(_ question: LedgerQuestion) async throws -> StreamedText {
        try note(
            "ledger of \(question.scheme ?? "all") \(question.from?.description ?? "") \(question.through?.description ?? "") \(question.format)",
            question.knownAt)
        return StreamedText { try await $0(Array("entries\n".utf8)) }
    }

    func moneyWork(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, after cursor: String?, atMost limit: Int
    ) async throws -> MoneyWorkPage? {
        try note("work of \(filter.kind?.rawValue ?? "all") after \(cursor ?? "none") atMost \(limit)", instant)
        kept.withLock { $0.append(filter) }
        guard let start = cursor.map({ Int($0.dropFirst(6)) }) ?? 0 else { return nil }
        let page = work.dropFirst(start).prefix(limit)
        return MoneyWorkPage(lines: Array(page), next: page.endIndex < work.endIndex ? "money_\(start + limit)" : nil)
    }

    func moneyWorkCounts(_ filter: MoneyWorkFilter, knownAt instant: Instant?) async throws -> [MoneyWorkCount] {
        try note("work counts of \(filter.kind?.rawValue ?? "all")", instant)
        return MoneyWorkKind.allCases.filter { filter.kind == nil || filter.kind == $0 }.map { kind in
            MoneyWorkCount(kind, lines: work.count { $0.kind == kind })
        }
    }

    func table(_ question: ActuaryQuestion) async throws -> (knownAt: Instant, table: FigureTable) {
        try note("\(question.figures.rawValue) of \(question.scheme ?? "all")", question.knownAt)
        return (
            question.knownAt ?? Instant(microseconds: 0),
            FigureTable(.arrears, rows: [[.name("agent"), .count(3), .amount(Money(cents: 1250)), .count(1)]])
        )
    }

    func paymentFile(_ id: String, knownAt instant: Instant?) async throws -> (count: Int, text: StreamedText) {
        try note("file \(id)", instant)
        return (3, StreamedText { try await $0(Array("<Document/>".utf8)) })
    }
}
