public import CivilTime
public import ContractService
public import JSON
public import Portfolio
import Postgres

/// The questions of ``RunQuestions``, of a desk.
extension RunDesk {
    /// All runs.
    public func runs(knownAt instant: Instant?) async throws -> [RecordedRun] { try await questions.runs(knownAt: instant) }

    /// A run.
    ///
    /// - Throws: `run.unknown`.
    public func run(_ number: Int, knownAt instant: Instant?) async throws -> RecordedRun {
        try await questions.run(number, knownAt: instant)
    }

    /// Some rows of a run.
    ///
    /// - Parameter last: the cursor of the page before; `nil` for the first page.
    /// - Throws: `run.unknown`; `run.inProgress` while it is open.
    public func page(
        of table: RunTable, run number: Int, knownAt instant: Instant?, after last: String?
    ) async throws -> (rows: [JSON.Object], next: String?) {
        try await questions.page(of: table, run: number, knownAt: instant, after: last)
    }

    /// What a run asks of an employer.
    ///
    /// - Throws: `run.unknown`, `statement.unknown`; `run.inProgress` while it is open.
    public func statement(of number: Int, for employer: String, knownAt instant: Instant?) async throws -> JSON {
        try await questions.statement(of: number, for: employer, knownAt: instant)
    }

    /// The employers with a statement of a run, after one of them; none of a run without statements.
    ///
    /// - Throws: `run.unknown`; `run.inProgress` while it is open.
    public func employers(of number: Int, knownAt instant: Instant?, after employer: String?) async throws -> [String] {
        try await questions.employers(of: number, knownAt: instant, after: employer)
    }

    /// What was called for a contract, by all runs or of one month.
    ///
    /// - Throws: `contract.unknown`.
    public func calls(of contract: ContractID, month: Month?, knownAt instant: Instant?) async throws -> JSON {
        try await questions.calls(of: contract, month: month, knownAt: instant)
    }

    /// An agent's account.
    ///
    /// - Throws: `contract.unknown`.
    public func account(of contract: ContractID, knownAt instant: Instant?) async throws -> JSON {
        try await questions.account(of: contract, knownAt: instant)
    }

    /// An employer's account. An employer of which nothing was called has an empty one.
    public func account(ofEmployer code: String, knownAt instant: Instant?) async throws -> JSON {
        try await questions.account(ofEmployer: code, knownAt: instant)
    }

    /// The ledger, entry by entry, as it is when it is asked for.
    ///
    /// - Throws: `scheme.unknown`, `run.noParameters`; `ServiceError.malformed` when the form needs a first day or a scheme that is not given.
    public func ledger(_ question: LedgerQuestion) async throws -> StreamedText { try await questions.ledger(question) }

    /// Figures for the actuary, as a table.
    ///
    /// - Throws: `scheme.unknown`.
    public func table(_ question: ActuaryQuestion) async throws -> (knownAt: Instant, table: FigureTable) {
        try await questions.table(question)
    }

    /// All runs with their books.
    public func known(at instant: Instant?) async throws -> RunHistory { try await questions.known(at: instant) }

    /// Reads with the rights of questions.
    func reading<Value: Sendable>(_ body: @escaping @Sendable (Session) throws -> Value) async throws -> Value {
        try await questions.reading(body)
    }
}
