import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// Entries that balance, their journals and numbers, and accounts as their sums.
@Suite struct LedgerTests {
    private static let employer = AccountHolder.employer("E")
    private static let agent = AccountHolder.agent(.a)
    private let debit = DirectDebit(
        endToEndId: "R000004D0000001", file: "R000004F001", contract: .a,
        mandate: RegisteredMandate(reference: "RUM-1", signedOn: day("2026-05-01"), event: 2), isAmended: false, sequenceType: .recurrent,
        amount: Money(cents: 7_540), days: CollectionDays(collectionOn: day("2026-12-10"), notifyBy: day("2026-11-26")))

    private func posted(_ draft: LedgerDraft?) -> [String] {
        draft.map { draft in
            ["\(draft.journal.rawValue) \(draft.on) \(draft.month?.description ?? "-") \(draft.source.reference)"]
                + draft.postings.postings.map { "\($0.account.name) \($0.amount.cents)" }
        } ?? []
    }

    private let agentName = "receivable:agent:00000000-0000-0000-0000-00000000000a"

    @Test func `no value holds postings that do not add up to zero`() {
        func postings(_ cents: Int...) -> [Posting] { cents.map { Posting(.bank, Money(cents: $0)) } }
        #expect(BalancedPostings(postings(1, -1)) != nil && BalancedPostings(postings(3, -1, -2)) != nil)
        #expect(BalancedPostings(postings(1)) == nil && BalancedPostings(postings(1, -2)) == nil && BalancedPostings([]) == nil)
        #expect(BalancedPostings(postings(1, -1, 0)) == nil)
        #expect(BalancedPostings(postings(5, -7), against: .employerPart)?.postings.map(\.amount.cents) == [5, -7, 2])
        #expect(BalancedPostings(postings(5, -5), against: .employerPart)?.postings.map(\.amount.cents) == [5, -5])
        #expect(BalancedPostings(postings(0), against: .employerPart) == nil && BalancedPostings([], against: .bank) == nil)
    }

    @Test func `a run enters each payer's month, and each refund beside it`() throws {
        let run = MoneyExample.run(4)
        var entries = try #require(RunEntries(of: run, in: RunBook([run])))
        func line(_ id: BilledContract, _ payer: Payer, _ text: String, _ amount: Flows) -> CallLine {
            CallLine(contract: id, month: month(text), payer: payer, origin: .adjustment, flows: amount)
        }
        var drafts: [LedgerDraft] = []
        for line in [
            line(.a, .employer("F"), "2026-11", flows(10, 5, 0)), line(.a, .employer("E"), "2026-12", flows(-10, -5, 7)),
            line(.a, .agent, "2026-12", flows(0, 20, 0)), line(.b, .employer("E"), "2026-11", flows(1, 1, 0)),
            line(.b, .employer("E"), "2026-12", flows(4, 2, -3)), line(.b, .employer("G"), "2026-12", flows(0, 0, 2)),
        ] { drafts += entries.take(line) }
        drafts += entries.employers
        #expect(
            drafts.map(posted) == [
                ["MEMO 2026-11-20 2026-12 R000004", "memo:agent:\(BilledContract.a) 7", "memo:employer:E -7"],
                ["CALL 2026-11-20 2026-12 R000004", "cotisation:agentPart -20", "\(agentName) 20"],
                ["MEMO 2026-11-20 2026-12 R000004", "memo:agent:\(BilledContract.b) -3", "memo:employer:E 3"],
                ["MEMO 2026-11-20 2026-12 R000004", "memo:agent:\(BilledContract.b) 2", "memo:employer:G -2"],
                ["CALL 2026-11-20 2026-11 R000004", "cotisation:employerPart -1", "cotisation:agentPart -1", "receivable:employer:E 2"],
                ["CALL 2026-11-20 2026-12 R000004", "cotisation:employerPart 6", "cotisation:agentPart 3", "receivable:employer:E -9"],
                ["CALL 2026-11-20 2026-11 R000004", "cotisation:employerPart -10", "cotisation:agentPart -5", "receivable:employer:F 15"],
            ])
    }

    @Test func `files, returns and the bank's facts go to their journals`() throws {
        #expect(
            posted(.presented([debit, debit], in: "R000004F001", of: "example", on: day("2026-11-20"))) == [
                "DEBIT 2026-11-20 - R000004F001", "\(agentName) -7540", "\(agentName) -7540", "transit:directDebit 15080",
            ])
        #expect(
            posted(.withdrawn([debit], in: "R000004F001", of: "example", on: day("2026-11-22"))) == [
                "RETURN 2026-11-22 - R000004F001", "\(agentName) 7540", "transit:directDebit -7540",
            ])
        #expect(
            LedgerDraft.presented([], in: "F", of: "example", on: day("2026-11-20")) == nil
                && LedgerDraft.withdrawn([], in: "F", of: "example", on: day("2026-11-20")) == nil)
        for kind in DebitReturn.Kind.allCases {
            let account = kind == .reject || kind == .refusal ? "transit:directDebit" : "bank"
            #expect(
                posted(.returned(debit, DebitReturn(kind: kind, reason: "AM04", on: day("2026-12-14")), of: "example")) == [
                    "RETURN 2026-12-14 - R000004D0000001", "\(agentName) 7540", "\(account) -7540",
                ])
        }
        func fact(_ kind: BankFact.Kind, _ payer: BankFact.Payer) throws -> [String] {
            let fact = try #require(
                BankFact(kind, of: "example", payer: payer, amount: Money(cents: 5), on: day("2026-12-15"), reference: "VIR-1"))
            return posted(.bankFact(fact))
        }
        #expect(try fact(.payment, .holder(Self.employer)) == ["BANK 2026-12-15 - VIR-1", "bank 5", "receivable:employer:E -5"])
        #expect(try fact(.payment, .file("R000004F001")) == ["BANK 2026-12-15 - VIR-1", "bank 5", "transit:directDebit -5"])
        #expect(try fact(.refund, .holder(Self.agent)) == ["BANK 2026-12-15 - VIR-1", "\(agentName) 5", "bank -5"])
        #expect(try fact(.writeOff, .holder(Self.agent)) == ["LOSS 2026-12-15 - VIR-1", "loss:writeOff 5", "\(agentName) -5"])
    }

    private func payment(_ on: String, cents: Int = 5, of holder: AccountHolder = employer) throws -> LedgerDraft {
        let fact = try #require(
            BankFact(.payment, of: "example", payer: .holder(holder), amount: Money(cents: cents), on: day(on), reference: "VIR-1"))
        return try #require(LedgerDraft.bankFact(fact))
    }

    @Test func `numbers are dense, over all journals and in each, and go on where they ended`() throws {
        var book = LedgerBook(number: 7, numbers: [.bank: 3])
        let at = instant("2026-12-15T09:00:00Z")
        let entries = [
            book.enter(try payment("2026-12-15"), recordedAt: at),
            book.enter(
                try #require(.returned(debit, DebitReturn(kind: .return, reason: "AM04", on: day("2026-12-14")), of: "example")),
                recordedAt: at),
            book.enter(try payment("2026-12-16"), recordedAt: at),
        ]
        #expect(entries.map(\.number) == [8, 9, 10] && entries.map(\.numberInJournal) == [4, 1, 5])
        #expect(book.number == 10 && book.numbers == [.bank: 5, .return: 1])
    }

    @Test func `what is dated in a month that is shut counts on the first open day`() throws {
        var book = LedgerBook(closedThrough: ["example": month("2026-11"), "other": month("2027-11")])
        let at = instant("2026-12-15T09:00:00Z")
        #expect(
            try ["2026-10-01", "2026-11-30", "2026-12-01", "2026-12-15"].map { book.enter(try payment($0), recordedAt: at).on }
                == ["2026-12-01", "2026-12-01", "2026-12-01", "2026-12-15"].map { day($0) })
        book.closedThrough["example"] = nil
        #expect(book.enter(try payment("2026-10-01"), recordedAt: at).on == day("2026-10-01"))
    }

    @Test func `a closing shuts the books until it is cancelled`() throws {
        var office = try Office()
        office.now = instant("2026-06-20T09:00:00Z")
        try office.tell(.affiliate())
        try office.run(.regular(month("2026-06")))
        try office.run(.closing(through: month("2026-05")))
        try office.record(.payment, .holder(.employer("0750001A")), 5, on: "2026-05-10", reference: "VIR-1")
        #expect(office.entries.last?.on == day("2026-06-01") && office.entries.last?.draft.on == day("2026-05-10"))
        try office.run(.cancelling(2))
        try office.record(.payment, .holder(.employer("0750001A")), 5, on: "2026-05-10", reference: "VIR-2")
        #expect(office.entries.last?.on == day("2026-05-10"))
    }

    @Test func `an account is the sum of its postings`() throws {
        var balances = AccountBalances()
        var book = LedgerBook()
        let at = instant("2026-12-15T09:00:00Z")
        let first = book.enter(try payment("2026-12-15"), recordedAt: at)
        let presented = book.enter(try #require(.presented([debit, debit], in: "F", of: "example", on: day("2026-11-20"))), recordedAt: at)
        balances.take(first)
        balances.take(presented)
        #expect(balances[.bank] == Money(cents: 5) && balances[Self.employer] == Money(cents: -5) && balances[.writeOffLoss] == .zero)
        balances.take(book.enter(try payment("2026-12-15", cents: -5 + 10, of: Self.agent), recordedAt: at))
        #expect(balances.all.map(\.account.name) == ["bank", agentName, "receivable:employer:E", "transit:directDebit"])
    }

    @Test func `each movement has its kind`() {
        let kinds: [(LedgerSource, AccountMovement.Kind)] = [
            (.run(1), .called), (.presentation(file: "F"), .debited), (.withdrawal(file: "F"), .returned),
            (.debitReturn(endToEndId: "D"), .returned), (.bankFact(.payment, reference: "V"), .paid),
            (.bankFact(.refund, reference: "V"), .refunded), (.bankFact(.writeOff, reference: "V"), .writtenOff),
        ]
        for (source, kind) in kinds {
            let movement = AccountMovement(Money(cents: -5), from: source, on: day("2026-12-15"))
            #expect(movement.kind == kind && movement.amount == Money(cents: -5) && movement.on == day("2026-12-15"))
        }
        #expect(LedgerSource.run(4).reference == "R000004")
    }
}
