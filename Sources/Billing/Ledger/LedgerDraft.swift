public import CivilTime
import Contracts

/// An entry that has no number yet.
public struct LedgerDraft: Hashable, Sendable {
    /// The name of the scheme on whose accounts it stands.
    public let scheme: String
    /// The journal.
    public let journal: Journal
    /// The day on which it happened.
    public let on: Day
    /// The month from which the amounts come; `nil` when they come from no single month.
    public let month: Month?
    /// What it records.
    public let source: LedgerSource
    /// The amounts.
    public let postings: BalancedPostings

    /// What an entry says.
    public init(scheme: String, journal: Journal, on day: Day, month: Month?, source: LedgerSource, postings: BalancedPostings) {
        self.scheme = scheme
        self.journal = journal
        on = day
        self.month = month
        self.source = source
        self.postings = postings
    }

    private init?(
        _ journal: Journal, of scheme: String, on day: Day, month: Month? = nil, source: LedgerSource, _ postings: BalancedPostings?
    ) {
        guard let postings else { return nil }
        self.init(scheme: scheme, journal: journal, on: day, month: month, source: source, postings: postings)
    }
}

extension LedgerDraft {
    /// A payer's month that a run calls; `nil` when it comes to nothing.
    static func call(_ flows: (employerPart: Money, agentPart: Money), of holder: AccountHolder, month: Month, by run: BillingRun) -> Self?
    {
        let parts = [Posting(.employerPart, .zero - flows.employerPart), Posting(.agentPart, .zero - flows.agentPart)]
        return Self(
            .call, of: run.scheme, on: run.asOf, month: month, source: .run(run.number),
            BalancedPostings(parts, against: .receivable(holder)))
    }

    /// What a line tells an employer to refund to the agent; `nil` when it tells nothing.
    static func memo(_ line: CallLine, by run: BillingRun) -> Self? {
        Self(
            .memo, of: run.scheme, on: run.asOf, month: line.month, source: .run(run.number),
            BalancedPostings(
                [Posting(.memo(.agent(line.contract)), line.flows.employerToAgent)], against: .memo(AccountHolder(of: line))))
    }

    /// A file that a run presents; `nil` when it has no debits.
    public static func presented(_ debits: [DirectDebit], in file: String, of scheme: String, on day: Day) -> Self? {
        let credits = debits.map { Posting(.receivable(.agent($0.contract)), .zero - $0.amount) }
        return Self(.debit, of: scheme, on: day, source: .presentation(file: file), BalancedPostings(credits, against: .directDebitTransit))
    }

    /// A file that is withdrawn, or taken back with its run; `nil` when all its debits came back before.
    ///
    /// - Parameter debits: those that had not come back.
    public static func withdrawn(_ debits: [DirectDebit], in file: String, of scheme: String, on day: Day) -> Self? {
        let owed = debits.map { Posting(.receivable(.agent($0.contract)), $0.amount) }
        return Self(.return, of: scheme, on: day, source: .withdrawal(file: file), BalancedPostings(owed, against: .directDebitTransit))
    }

    /// A debit that came back.
    public static func returned(_ debit: DirectDebit, _ fact: DebitReturn, of scheme: String) -> Self? {
        Self(
            .return, of: scheme, on: fact.on, source: .debitReturn(endToEndId: debit.endToEndId),
            BalancedPostings(
                [Posting(.receivable(.agent(debit.contract)), debit.amount)],
                against: fact.kind.isAfterSettlement ? .bank : .directDebitTransit))
    }

    /// A payment, a refund or a write-off.
    public static func bankFact(_ fact: BankFact) -> Self? {
        let account: LedgerAccount =
            switch fact.payer {
            case .holder(let holder): .receivable(holder)
            case .file: .directDebitTransit
            }
        let (journal, postings): (Journal, BalancedPostings?) =
            switch fact.kind {
            case .payment: (.bank, BalancedPostings([Posting(.bank, fact.amount)], against: account))
            case .refund: (.bank, BalancedPostings([Posting(account, fact.amount)], against: .bank))
            case .writeOff: (.loss, BalancedPostings([Posting(.writeOffLoss, fact.amount)], against: account))
            }
        return Self(
            journal, of: fact.scheme, on: fact.on, source: .bankFact(fact.kind, reference: fact.reference), postings)
    }
}
