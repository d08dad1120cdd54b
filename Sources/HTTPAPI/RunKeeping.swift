import Billing
public import BillingService
public import CivilTime
public import ContractService
public import JSON
public import Portfolio

/// The runs as the routes use them: `RunDesk`, or a script in tests.
///
/// - Throws: each function throws `BillingRefusal` and `ServiceError` for foreseen errors.
public protocol RunKeeping: Sendable {
    /// Accepts a run, and waits until it is complete or the patience ends.
    func submit(_ order: RunOrder, by caller: String, key: String?) async throws -> RunAnswer
    /// What a run would come to now.
    func preview(_ order: RunOrder) async throws -> JSON
    /// Records what a clerk tells about money.
    func record(_ order: BankOrder, by caller: BankCaller) async throws -> BankAnswer
    /// Records what a bank's file says.
    ///
    /// - Parameter next: the next bytes of the file; empty at its end. It is called on a thread that may wait.
    /// - Throws: `UnreadableBankFile`, and what `next` throws.
    func recordBankFile(_ next: @escaping @Sendable () throws -> [UInt8], by caller: BankCaller) async throws -> JSON
    /// All runs, the latest first.
    func list(knownAt instant: Instant?) async throws -> [JSON]
    /// A run.
    func answer(_ number: Int, knownAt instant: Instant?) async throws -> JSON
    /// Some rows of a run.
    func page(
        of table: RunTable, run number: Int, knownAt instant: Instant?, after last: String?
    ) async throws -> (rows: [JSON.Object], next: String?)
    /// What a run asks of an employer.
    func statement(of number: Int, for employer: String, knownAt instant: Instant?) async throws -> JSON
    /// The next employers with a statement of a run.
    func employers(of number: Int, knownAt instant: Instant?, after employer: String?) async throws -> [String]
    /// What was called for a contract.
    func calls(of contract: ContractID, month: Month?, knownAt instant: Instant?) async throws -> JSON
    /// When the facts of a dry run will be called, and from whom; nil when no run has called anything yet.
    func outlookAnswer(of contract: ContractID, _ tried: TriedContract) async throws -> JSON?
    /// An agent's account.
    func account(of contract: ContractID, knownAt instant: Instant?) async throws -> JSON
    /// An employer's account.
    func account(ofEmployer code: String, knownAt instant: Instant?) async throws -> JSON
    /// The ledger.
    func ledger(_ question: LedgerQuestion) async throws -> StreamedText
    /// A page of the work about money; nil when the cursor cannot be read.
    func moneyWork(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, after cursor: String?, atMost limit: Int
    ) async throws -> MoneyWorkPage?
    /// How much work about money waits, by kind.
    func moneyWorkCounts(_ filter: MoneyWorkFilter, knownAt instant: Instant?) async throws -> [MoneyWorkCount]
    /// Figures for the actuary.
    func table(_ question: ActuaryQuestion) async throws -> (knownAt: Instant, table: FigureTable)
    /// A file of direct debits, and how many it has.
    func paymentFile(_ id: String, knownAt instant: Instant?) async throws -> (count: Int, text: StreamedText)
}

extension RunDesk: RunKeeping {
    /// Accepts a run, and waits until it is complete or the patience ends.
    public func submit(_ order: RunOrder, by caller: String, key: String?) async throws -> RunAnswer {
        let (recorded, isReplayed) = try await submitted(order, by: caller, key: key, patience: RunDesk.patience)
        return RunAnswer(number: recorded.run.number, isComplete: recorded.state != .open, isReplayed: isReplayed, json: json(of: recorded))
    }

    /// What a run would come to now.
    public func preview(_ order: RunOrder) async throws -> JSON {
        let (run, outcome) = try await preview(order)
        return .preview(run, outcome)
    }

    /// Records what a bank's file says.
    public func recordBankFile(_ next: @escaping @Sendable () throws -> [UInt8], by caller: BankCaller) async throws -> JSON {
        try await record(bankFile: next, by: caller).json
    }

    /// All runs, the latest first.
    public func list(knownAt instant: Instant?) async throws -> [JSON] { try await runs(knownAt: instant).reversed().map { json(of: $0) } }

    /// A run.
    public func answer(_ number: Int, knownAt instant: Instant?) async throws -> JSON { json(of: try await run(number, knownAt: instant)) }
}
