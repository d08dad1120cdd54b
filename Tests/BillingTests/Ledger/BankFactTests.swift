import Billing
import CivilTime
import ContractTesting
import Testing

/// What the bank says, and when it is refused.
@Suite struct BankFactTests {
    private func fact(_ kind: BankFact.Kind, _ cents: Int, payer: BankFact.Payer = .holder(.employer("E")), reference: String = "VIR-1")
        -> BankFact?
    {
        BankFact(kind, of: "example", payer: payer, amount: Money(cents: cents), on: day("2026-06-10"), reference: reference)
    }

    @Test func `an amount is above zero, a reference is there, and a file only pays`() {
        for kind in BankFact.Kind.allCases {
            #expect(fact(kind, 1) != nil && fact(kind, 0) == nil && fact(kind, -1) == nil && fact(kind, 1, reference: "") == nil)
            #expect((fact(kind, 1, payer: .file("F")) != nil) == (kind == .payment))
        }
    }

    @Test(
        arguments: [
            (BankFact.Kind.payment, 100, 0, false, nil), (.payment, 100, 0, true, .paymentDuplicate), (.refund, 100, -100, false, nil),
            (.refund, 101, -100, false, .refundExceedsCredit), (.refund, 1, 100, false, .refundExceedsCredit),
            (.refund, 101, -100, true, .refundDuplicate), (.writeOff, 100, 100, false, nil),
            (.writeOff, 101, 100, false, .writeOffExceedsBalance),
            (.writeOff, 1, -100, false, .writeOffExceedsBalance), (.writeOff, 101, 100, true, .writeOffDuplicate),
        ] as [(BankFact.Kind, Int, Int, Bool, BillingRule?)])
    func `a fact is refused by the first rule that it breaks`(
        kind: BankFact.Kind, cents: Int, balance: Int, isRecorded: Bool, rule: BillingRule?
    )
        throws
    {
        let fact = try #require(self.fact(kind, cents))
        var refused: BillingRule?
        do throws(BillingRefusal) { try fact.check(balance: Money(cents: balance), isRecorded: isRecorded) } catch { refused = error.rule }
        #expect(refused == rule)
    }

    @Test func `what the bank says has happened`() throws {
        let (first, today) = (day("2026-06-01"), day("2026-06-10"))
        for text in ["2026-06-01", "2026-06-10"] { try BankFact.check(day(text), from: first, today: today) }
        #expect(throws: BillingRefusal(.bankFactInFuture)) { try BankFact.check(day("2026-06-11"), from: first, today: today) }
        #expect(throws: BillingRefusal(.bankFactTooEarly)) { try BankFact.check(day("2026-05-31"), from: first, today: today) }
        for kind in DebitReturn.Kind.allCases {
            let first = DebitReturn(kind: kind, reason: "AM04", on: today).firstDay(collectionOn: today, run: first)
            #expect(first == day([.reject, .refusal].contains(kind) ? "2026-06-01" : "2026-06-10"))
        }
    }

    @Test func `the bank credits a file once`() throws {
        let fact = try #require(self.fact(.payment, 100, payer: .file("R000001F001")))
        try fact.check(balance: Money(cents: 100), isRecorded: false)
        #expect(throws: BillingRefusal(.paymentExceedsFile)) { try fact.check(balance: Money(cents: 99), isRecorded: false) }
        #expect(throws: BillingRefusal(.paymentDuplicate)) { try fact.check(balance: .zero, isRecorded: true) }
    }

    @Test func `a debit comes back once`() {
        func rule(_ outcome: PastDebit.Outcome?) -> BillingRule? {
            do throws(BillingRefusal) {
                try DebitReturn.check(outcome)
                return nil
            } catch { return error.rule }
        }
        #expect(rule(.presented) == nil && rule(nil) == .directDebitUnknown && rule(.withdrawn) == .directDebitAlreadyReturned)
        #expect(rule(.returned(reason: "AM04", position: 7)) == .directDebitAlreadyReturned)
    }

    @Test func `a reference serves once for each payer and kind`() throws {
        var office = try Office()
        office.now = instant("2026-06-20T09:00:00Z")
        let (one, other) = (BankFact.Payer.holder(.employer("E")), BankFact.Payer.holder(.employer("F")))
        try office.record(.payment, one, 100, on: "2026-06-10", reference: "VIR-1")
        try office.record(.payment, other, 100, on: "2026-06-10", reference: "VIR-1")
        try office.record(.refund, one, 100, on: "2026-06-10", reference: "VIR-1")
        #expect(throws: BillingRefusal(.refundExceedsCredit)) { try office.record(.refund, one, 1, on: "2026-06-10", reference: "VIR-2") }
        #expect(throws: BillingRefusal(.paymentDuplicate)) { try office.record(.payment, one, 7, on: "2026-06-11", reference: "VIR-1") }
    }
}
