import Billing
import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// Reads the rows of complete runs.
enum StoredRows {
    /// A debit, the run that presented it, and what became of it; a run that was cancelled is not looked at.
    struct StoredDebit: Sendable {
        let run: Int
        let debit: DirectDebit
        /// What became of it, as long as its run is not cancelled.
        let outcome: PastDebit.Outcome
        /// Whether a bank has its file.
        let isHandedOver: Bool

        /// What became of it. A file of a cancelled run is handed over only when the bank credited it afterwards.
        func outcome(isCancelled: Bool) -> PastDebit.Outcome { isCancelled && !isHandedOver ? .withdrawn : outcome }
    }

    /// The condition on the contracts after one; on all of them after `nil`. One bound without an alternative limits what an index reads in every plan.
    static func after(_ contract: UUID?, _ column: SQL = "contract_id") -> SQL { contract.map { "\(sql: column) > \($0)" } ?? "true" }

    /// The lines of some runs about a range of contracts, contract by contract in their order; what was learnt is left out.
    ///
    /// - Parameters:
    ///   - contracts: those of the range whose lines are read; `nil` for all: the index is then searched once for each run, not for each contract of each run.
    ///   - first: the last contract before the range; `nil` for the first ones.
    ///   - last: the last contract of the range.
    static func called(
        _ runs: [Int32], of contracts: [UUID]?, after first: UUID?, through last: UUID, in session: Session
    ) throws -> [CallLine] {
        if runs.isEmpty || contracts?.isEmpty ?? false { return [] }
        let place: SQL = contracts.map { "contract_id = ANY (\($0))" } ?? "contract_id <= \(last) AND \(sql: after(first))"
        return try session.query(
            """
            SELECT contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent FROM billing.line
            WHERE \(sql: place) AND run = ANY (\(runs)) ORDER BY contract_id
            """
        ) { try line($0, learnt: .nothing) }
    }

    /// What a run states as prescribed of a range of contracts, contract by contract in order of months and payers.
    static func prescribed(of run: Int, after first: UUID?, through last: UUID, in session: Session) throws -> [UUID: [PrescribedAmount]] {
        let amounts = try session.query(
            """
            SELECT contract_id, month, employer, employer_to_insurer, agent_to_insurer, employer_to_agent FROM billing.prescribed
            WHERE run = \(Int32(run)) AND contract_id <= \(last) AND \(sql: after(first))
            ORDER BY contract_id, month, employer COLLATE "C" NULLS LAST
            """
        ) { try prescribed($0) }
        return Dictionary(grouping: amounts) { UUID(bits: $0.contract.bits) }
    }

    /// The lines of a run about whole contracts, in order of contracts, months and payers.
    ///
    /// - Parameters:
    ///   - contract: the last contract before these; `nil` for the first ones.
    ///   - limit: about how many contracts there may be.
    static func lines(of run: Int, after contract: UUID?, atMost limit: Int, in session: Session) throws -> [CallLine] {
        try session.query(
            """
            SELECT contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent, events, parameters
            FROM billing.line WHERE run = \(Int32(run)) AND \(sql: after(contract)) AND contract_id <= (
                SELECT contract_id FROM (
                    SELECT DISTINCT contract_id FROM billing.line WHERE run = \(Int32(run)) AND \(sql: after(contract))
                    ORDER BY contract_id LIMIT \(limit)) next ORDER BY contract_id DESC LIMIT 1)
            ORDER BY contract_id, month, employer COLLATE "C" NULLS LAST
            """
        ) { try line($0) }
    }

    /// The lines of a run about an employer, in order of contracts and months.
    static func lines(of run: Int, employer: String, in session: Session) throws -> [CallLine] {
        try session.query(
            """
            SELECT contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent, events, parameters
            FROM billing.line WHERE run = \(Int32(run)) AND employer = \(employer) ORDER BY contract_id, month
            """
        ) { try line($0) }
    }

    /// The lines of a contract, with their runs, in order of runs, months and payers.
    static func lines(of contract: UUID, runs: [Int32], in session: Session) throws -> [(run: Int, line: CallLine)] {
        try session.query(
            """
            SELECT contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent, events, parameters, run
            FROM billing.line WHERE contract_id = \(contract) AND run = ANY (\(runs)) ORDER BY run, month, employer COLLATE "C" NULLS LAST
            """
        ) { (Int(try $0.value(at: 9, as: Int32.self)), try line($0)) }
    }

    static func line(_ row: borrowing Row) throws -> CallLine {
        let learnt = Learnt(
            events: try row.value(at: 7, as: [Int32].self).map { Int($0) },
            parameters: try row.value(at: 8, as: [PostgresTimestamp].self).map { Instant(microseconds: $0.microsecondsSince1970) })
        return try line(row, learnt: learnt)
    }

    private static func line(_ row: borrowing Row, learnt: Learnt) throws -> CallLine {
        let (contract, month, payer, flows) = try amount(row, flowsAt: 4)
        let origin = Int(try row.value(at: 3, as: Int16.self))
        guard CallLine.Origin.allCases.indices.contains(origin) else { throw DamagedRow("there is no origin \(origin)") }
        return CallLine(
            contract: contract, month: month, payer: payer, origin: CallLine.Origin.allCases[origin], flows: flows, learnt: learnt)
    }

    /// What a run states as prescribed, page by page in order of contracts, months and payers.
    static func prescribed(of run: Int, after contract: UUID?, atMost limit: Int, in session: Session) throws -> [PrescribedAmount] {
        try session.query(
            """
            SELECT contract_id, month, employer, employer_to_insurer, agent_to_insurer, employer_to_agent FROM billing.prescribed
            WHERE run = \(Int32(run)) AND \(sql: after(contract)) AND contract_id <= (
                SELECT contract_id FROM (
                    SELECT DISTINCT contract_id FROM billing.prescribed
                    WHERE run = \(Int32(run)) AND \(sql: after(contract)) ORDER BY contract_id LIMIT \(limit)) next ORDER BY contract_id DESC LIMIT 1)
            ORDER BY contract_id, month, employer COLLATE "C" NULLS LAST
            """
        ) { try prescribed($0) }
    }

    private static func prescribed(_ row: borrowing Row) throws -> PrescribedAmount {
        let (contract, month, payer, flows) = try amount(row, flowsAt: 3)
        return PrescribedAmount(contract: contract, month: month, payer: payer, flows: flows)
    }

    private static func amount(
        _ row: borrowing Row, flowsAt column: Int
    ) throws -> (contract: BilledContract, month: Month, payer: Payer, flows: Flows) {
        (
            BilledContract(bits: try row.value(at: 0, as: UUID.self).bits), Month(of: Day(try row.value(at: 1, as: PostgresDate.self))),
            try row.value(at: 2, as: String?.self).map { .employer($0) } ?? .agent,
            Flows(
                employerToInsurer: Money(cents: try row.value(at: column)), agentToInsurer: Money(cents: try row.value(at: column + 1)),
                employerToAgent: Money(cents: try row.value(at: column + 2)))
        )
    }

    /// What a run holds, page by page in order of contracts.
    static func held(of run: Int, after contract: UUID?, atMost limit: Int, in session: Session) throws -> [HeldDebit] {
        try session.query(
            """
            SELECT contract_id, amount, reason FROM billing.held
            WHERE run = \(Int32(run)) AND \(sql: after(contract)) ORDER BY contract_id LIMIT \(limit)
            """
        ) { row in
            let text = try row.value(at: 2, as: String.self)
            guard let reason = HoldReason(rawValue: text) else { throw DamagedRow("\(text) holds no debit") }
            return HeldDebit(
                contract: BilledContract(bits: try row.value(at: 0, as: UUID.self).bits), amount: Money(cents: try row.value(at: 1)),
                reason: reason)
        }
    }
}

extension Day {
    /// The day of a date; the date must be finite.
    init(_ date: PostgresDate) { self.init(number: Int(date.daysSince1970)) }
}

extension PostgresDate {
    init(_ day: Day) { self.init(daysSince1970: Int32(day.number)) }
}

extension PostgresTimestamp {
    init(_ instant: Instant) { self.init(microsecondsSince1970: instant.microseconds) }
}
