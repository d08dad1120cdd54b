import Billing
import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import ServiceTesting
import Testing

@testable import BillingService
@testable import ContractService

/// The lines before, which a run does not read of contracts of which nothing was learnt since the last one.
@Suite struct SettledContractsTests {
    @Test(arguments: ["payload::jsonb - 'rules'", #"payload::jsonb || '{"rules": "00"}'"#])
    func `lines before are read of contracts of which something was learnt, and of all after a run by other rules`(
        change: String
    ) async throws {
        try await withOffice { office in
            let (still, moved) = (ContractID.new(), ContractID.new())
            for contract in [still, moved] { try await office.contracts.tell(.affiliate, .affiliation(), of: contract) }
            try await office.run(.regular(Month(of: office.service.clock.now().parisDay)))
            try await tamper(office, "DELETE FROM billing.line")
            try await office.contracts.tell(.changeEmployer, ["effectiveOn": "2026-05-01", "employer": "B2"], of: moved)
            let second = try await office.run(.catchUp)
            #expect(try await contracts(of: second, office) == [moved])

            let completion = try #require(second.outcome?.completion).position
            try await tamper(office, "UPDATE log.event SET payload = (\(change))::text::json WHERE position = \(completion)")
            let third = try await office.run(.catchUp)
            #expect(try await contracts(of: third, office) == [still])
            #expect(try await office.run(.catchUp).outcome?.figures.lineCount == 0)
        }
    }

    @Test func `lines before are read of all once the projections were made anew`() async throws {
        try await withOffice { office in
            let still = ContractID.new()
            try await office.contracts.tell(.affiliate, .affiliation(), of: still)
            try await office.run(.regular(Month(of: office.service.clock.now().parisDay)))
            try await tamper(office, "DELETE FROM billing.line")
            #expect(try await office.run(.catchUp).outcome?.figures.lineCount == 0)
            #expect(try await office.portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            // The next run needs no follower, whose step may have failed while the versions were exchanged.
            try await office.portfolio.catchUp()
            let third = try await office.run(.catchUp)
            #expect(try await contracts(of: third, office) == [still])
        }
    }

    /// Changes the database as somebody does who has every right.
    private func tamper(_ office: OfficeUnderTest, _ statement: String) async throws {
        try await office.service.owner.withSession { session in
            try session.transaction { session in
                try session.executeScript("SET LOCAL session_replication_role = replica; \(statement)")
            }
        }
    }

    /// The contracts of which a run has lines.
    private func contracts(of recorded: RecordedRun, _ office: OfficeUnderTest) async throws -> Set<ContractID> {
        let lines = try await office.service.database.withSession { session in
            try StoredRows.lines(of: recorded.run.number, after: nil, atMost: 10, in: session)
        }
        return Set(lines.map { ContractID(UUID(bits: $0.contract.bits)) })
    }
}
