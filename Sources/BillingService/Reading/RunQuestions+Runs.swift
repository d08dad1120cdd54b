public import Billing
public import CivilTime
public import ContractService
import Contracts
import EventLog
import FoundationEssentials
public import JSON
import Postgres

extension RecordedRun {
    /// The run as an answer.
    public var json: JSON {
        var fields = JSON.Object(run.fields.members.map { ($0.key, $0.value) })
        fields.append("state", .string(state.rawValue))
        for (name, value) in outcome?.answer ?? [] { fields.append(name, value) }
        if let cancelledBy { fields.append("cancelledBy", JSON(cancelledBy)) }
        return .object(fields)
    }
}

extension JSON {
    /// What a run would come to, as an answer.
    public static func preview(_ run: BillingRun, _ outcome: RunOutcome) -> JSON {
        JSON.object(JSON.Object([("dryRun", true)] + run.fields.members.map { ($0.key, $0.value) } + outcome.answer))
    }
}

extension RunQuestions {
    /// All runs.
    public func runs(knownAt instant: Instant?) async throws -> [RecordedRun] { try await known(at: instant).runs }

    /// A run.
    ///
    /// - Throws: `run.unknown`.
    public func run(_ number: Int, knownAt instant: Instant?) async throws -> RecordedRun {
        guard let recorded = try await known(at: instant)[number] else { throw BillingRefusal(.runUnknown) }
        return recorded
    }

    /// Some rows of a run.
    ///
    /// - Parameter last: the cursor of the page before; `nil` for the first page.
    /// - Throws: `run.unknown`; `run.inProgress` while it is open.
    public func page(
        of table: RunTable, run number: Int, knownAt instant: Instant?, after last: String?
    ) async throws -> (rows: [JSON.Object], next: String?) {
        guard try await run(number, knownAt: instant).outcome != nil else { throw BillingRefusal(.runInProgress) }
        return try await reading { try table.page(of: number, after: last, in: $0) }
    }

    /// What a run asks of an employer.
    ///
    /// - Throws: `run.unknown`, `statement.unknown`; `run.inProgress` while it is open.
    public func statement(of number: Int, for employer: String, knownAt instant: Instant?) async throws -> JSON {
        let history = try await known(at: instant)
        guard let recorded = history[number] else { throw BillingRefusal(.runUnknown) }
        let run = recorded.run
        if recorded.outcome == nil { throw BillingRefusal(.runInProgress) }
        guard history.book(of: run.scheme).isEntered(run) else { throw BillingRefusal(.statementUnknown) }
        let dueDays = money[run.scheme]?.terms(on: run.asOf, knownAt: run.knownAt).statementDueDays ?? 0
        let statement = try await reading { session -> EmployerStatement? in
            let lines = try StoredRows.lines(of: number, employer: employer, in: session)
            if lines.isEmpty { return nil }
            return EmployerStatement(
                of: run, for: employer, lines: lines,
                balanceBefore: try StoredRows.balance(of: .employer(employer), scheme: run.scheme, through: run.position, in: session),
                dueDays: dueDays)
        }
        guard let statement else { throw BillingRefusal(.statementUnknown) }
        return .statement(statement, of: run)
    }

    /// The employers with a statement of a run, after one of them; none of a run without statements.
    ///
    /// - Throws: `run.unknown`; `run.inProgress` while it is open.
    public func employers(of number: Int, knownAt instant: Instant?, after employer: String?) async throws -> [String] {
        let history = try await known(at: instant)
        guard let recorded = history[number] else { throw BillingRefusal(.runUnknown) }
        if recorded.outcome == nil { throw BillingRefusal(.runInProgress) }
        guard history.book(of: recorded.run.scheme).isEntered(recorded.run) else { return [] }
        return try await reading { session in
            try session.query(
                """
                SELECT DISTINCT employer FROM billing.line WHERE run = \(Int32(number)) AND employer > \(employer ?? "") ORDER BY employer LIMIT 100
                """, as: String.self)
        }
    }

    /// What was called for a contract, by all runs or of one month.
    ///
    /// - Throws: `contract.unknown`.
    public func calls(of contract: ContractID, month: Month?, knownAt instant: Instant?) async throws -> JSON {
        let runs = try await known(at: instant).runs.filter { $0.outcome != nil }.map { Int32($0.run.number) }
        let lines = try await reading { session in
            guard try EventLog.holds(contract.uuid, in: session) else { throw ServiceError.refused(.contractUnknown) }
            return try StoredRows.lines(of: contract.uuid, runs: runs, in: session)
        }.filter { month == nil || $0.line.month == month }
        let calls = lines.map { run, line in
            JSON.object(
                JSON.Object(
                    [
                        ("run", JSON(run)), ("month", .string(line.month.description)), ("employer", JSON(line.payer.employer)),
                        ("origin", .string(line.origin.rawValue)),
                    ] + line.flows.members))
        }
        return [
            "contract": .string(contract.description), "calls": .array(calls),
            "total": JSON(lines.reduce(Flows.zero) { $0 + $1.line.flows }),
        ]
    }

    /// An agent's account.
    ///
    /// - Throws: `contract.unknown`.
    public func account(of contract: ContractID, knownAt instant: Instant?) async throws -> JSON {
        guard try await reading({ try EventLog.holds(contract.uuid, in: $0) }) else { throw ServiceError.refused(.contractUnknown) }
        return try await account(.agent(BilledContract(bits: contract.uuid.bits)), "contract", knownAt: instant)
    }

    /// An employer's account. An employer of which nothing was called has an empty one.
    public func account(ofEmployer code: String, knownAt instant: Instant?) async throws -> JSON {
        try await account(.employer(code), "employer", knownAt: instant)
    }

    private func account(_ holder: AccountHolder, _ name: String, knownAt instant: Instant?) async throws -> JSON {
        let movements = try await reading { session in
            try StoredRows.movements(of: holder, knownAt: instant ?? Instant(microseconds: .max / 2), in: session)
        }
        return [
            name: .string(holder.code), "balanceCents": JSON(movements.reduce(Money.zero) { $0 + $1.amount }.cents),
            "entries": .array(
                movements.map {
                    ["on": .string($0.on.description), "kind": .string($0.kind.rawValue), "amountCents": JSON($0.amount.cents)]
                }),
        ]
    }

    /// All runs with their books.
    public func known(at instant: Instant?) async throws -> RunHistory {
        let history = try await reading { try RunHistory.read(in: $0) }
        return instant.map { history.known(at: $0) } ?? history
    }

    /// Reads with the rights of questions.
    func reading<Value: Sendable>(_ body: @escaping @Sendable (Session) throws -> Value) async throws -> Value {
        do { return try await reads.withSession(body) } catch { throw ServiceError(error) ?? error }
    }
}

extension JSON {
    /// A statement with its lines, as an answer.
    fileprivate static func statement(_ statement: EmployerStatement, of run: BillingRun) -> JSON {
        [
            "run": JSON(run.number), "employer": .string(statement.employer), "month": JSON(run.month?.description),
            "lines": .array(
                statement.lines.map {
                    .object(
                        JSON.Object([("contract", .string($0.contract.description)), ("month", .string($0.month.description))] + $0.said))
                }),
            "months": .array(
                statement.months.map { .object(JSON.Object([("month", .string($0.month.description))] + $0.flows.members)) }),
            "totals": JSON(statement.totals), "calledCents": JSON(statement.called.cents),
            "balanceBeforeCents": JSON(statement.balanceBefore.cents), "balanceAfterCents": JSON(statement.balanceAfter.cents),
            "payableCents": JSON(statement.payable.cents), "payableOn": .string(statement.payableOn.description),
        ]
    }
}
