import Billing
import CivilTime
import ContractTesting
import Testing

/// Statements, and what becomes of a credit.
@Suite struct AccountCreditTests {
    private func terms(employer: CreditPolicy, agent: CreditPolicy) throws -> MoneyTerms {
        var parameters = try MoneyExample.parameters()
        parameters.employerCredit = try MoneyExample.always("employerCredit", employer)
        parameters.agentCredit = try MoneyExample.always("agentCredit", agent)
        return MoneyExample.terms(of: parameters)
    }

    private func credit(_ holder: AccountHolder, _ cents: Int, last: String? = nil) -> AccountCredit {
        AccountCredit(
            holder: holder, balance: Money(cents: cents), since: day("2026-06-10"), lastCollectionOn: last.map { day($0) })
    }

    @Test func `an employer's credit is carried, or refunded at once`() throws {
        let own = credit(.employer("E"), -1)
        #expect(own.refundableFrom(try terms(employer: .carry, agent: .refund)) == nil)
        #expect(own.refundableFrom(try terms(employer: .refund, agent: .carry)) == day("2026-06-10"))
    }

    @Test func `an agent's credit is refunded when its debit can no longer come back, or carried`() throws {
        let refund = try terms(employer: .carry, agent: .refund)
        #expect(credit(.agent(.a), -1).refundableFrom(refund) == day("2026-08-05"))
        #expect(credit(.agent(.a), -1, last: "2026-06-01").refundableFrom(refund) == day("2026-08-05"))
        #expect(credit(.agent(.a), -1, last: "2026-07-10").refundableFrom(refund) == day("2026-09-04"))
        #expect(credit(.agent(.a), -1).refundableFrom(try terms(employer: .refund, agent: .carry)) == nil)
    }

    @Test func `an account that owes, or is even, has no credit`() throws {
        let refund = try terms(employer: .refund, agent: .refund)
        for cents in [0, 1] {
            #expect(credit(.agent(.a), cents).refundableFrom(refund) == nil && credit(.employer("E"), cents).refundableFrom(refund) == nil)
        }
    }

    @Test func `an employer in credit has nothing to pay`() throws {
        let line = CallLine(
            contract: .a, month: month("2026-06"), payer: .employer("E"), origin: .adjustment, flows: flows(-100, -50, 70))
        let other = CallLine(contract: .b, month: month("2026-05"), payer: .employer("E"), origin: .adjustment, flows: flows(10, 0, 0))
        let statement = EmployerStatement(
            of: MoneyExample.run(at: "2026-06-20"), for: "E", lines: [line, other], balanceBefore: Money(cents: 100), dueDays: 30)
        #expect(statement.called == Money(cents: -140) && statement.balanceAfter == Money(cents: -40) && statement.payable == .zero)
        #expect(statement.totals == flows(-90, -50, 70) && statement.payableOn == day("2026-07-20"))
        #expect(
            statement.months == [
                .init(month: month("2026-05"), flows: flows(10, 0, 0)), .init(month: month("2026-06"), flows: flows(-100, -50, 70)),
            ])
    }

    @Test func `a line stands on its payer's account`() {
        func line(_ payer: Payer) -> CallLine {
            CallLine(contract: .b, month: month("2026-06"), payer: payer, origin: .call, flows: flows(0, 1, 0))
        }
        #expect(AccountHolder(of: line(.agent)) == .agent(.b) && AccountHolder(of: line(.employer("E"))) == .employer("E"))
        #expect(
            [AccountHolder.agent(.b), .employer("F"), .agent(.a), .employer("E")].sorted()
                == [.employer("E"), .employer("F"), .agent(.a), .agent(.b)])
    }
}
