import Billing
import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import ServiceTesting
import Synchronization
import Testing
import Vault

@testable import BillingService
@testable import ContractService

/// Whose account is debited, and what of earlier debits counts, on a real database.
@Suite(.timeLimit(.minutes(10))) struct DebtorsTests {
    /// The accounts that runs debited, by the identifiers of the debits.
    private func accounts(of contract: ContractID, in office: OfficeUnderTest) async throws -> [String: String] {
        try await office.service.database.withSession { [vault = office.service.vault] session in
            let debits = try vault.directDebits(
                of: [.init(contract: contract.uuid, person: .holder)], named: [], orBeginningWith: "R", in: session
            ).records
            return Dictionary(
                uniqueKeysWithValues: try debits.map { record in
                    guard case .directDebit(endToEndId: let endToEndId) = record.kind else { return ("", "") }
                    return (endToEndId, try JSON(parsing: record.content)["iban"]?.string ?? "")
                })
        }
    }

    @Test func `a reference that was registered again by mistake, and annulled, debits its former account`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let contract = try await office.indebted()
            try await office.register("RUM-1", iban: OfficeUnderTest.otherIBAN, of: contract)
            try await office.contracts.tell(.rescind, ["version": 4, "reason": "mistyped"], of: contract)
            try await office.run(.regular("2026-04"))
            #expect(try await accounts(of: contract, in: office) == ["R000001D0000001": OfficeUnderTest.iban])
        }
    }

    @Test func `a registration that counts after the collection is not used before`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let contract = try await office.indebted()
            try await office.register("RUM-1", iban: OfficeUnderTest.otherIBAN, of: contract, effectiveOn: "2026-04-20")
            try await office.run(.regular("2026-04"))
            try await office.setClock(to: "2026-04-10T09:00:00Z")
            try await office.run(.regular("2026-05"))
            #expect(
                try await accounts(of: contract, in: office)
                    == ["R000001D0000001": OfficeUnderTest.iban, "R000002D0000001": OfficeUnderTest.otherIBAN])
            let debits = try await office.desk.page(of: .directDebits, run: 2, knownAt: nil, after: nil).rows
            #expect(debits.map { $0["amended"] } == [true])
        }
    }

    @Test func `what is registered after a run was accepted is not used by it`() async throws {
        try await withOffice(makesRuns: false) { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let contract = try await office.indebted()
            _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", .regular("2026-04")), by: "supervisor", patience: .zero)
            try await office.register("RUM-1", iban: OfficeUnderTest.otherIBAN, of: contract)
            try await office.desk.makeNext()
            #expect(try await accounts(of: contract, in: office) == ["R000001D0000001": OfficeUnderTest.iban])
        }
    }

    @Test func `somebody who was erased is not debited`() async throws {
        try await withOffice(makesRuns: false) { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let contract = try await office.indebted()
            _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", .regular("2026-04")), by: "supervisor", patience: .zero)
            _ = try await office.contracts.erase(
                .holder, of: contract, for: ErasureOrder(["reason": "asked for"]), by: "s", proposedBy: nil)
            try await office.desk.makeNext()
            let rows = try await office.desk.page(of: .held, run: 1, knownAt: nil, after: nil).rows
            #expect(rows.map { $0["reason"] } == ["nameMissing"])
        }
    }

    @Test func `a run that is made anew with other numbers gives each debit its own name and account`() async throws {
        try await withOffice(makesRuns: false) { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            var contracts: [ContractID] = []
            for number in 1...3 { contracts.append(try await office.indebted(reference: "RUM-\(number)")) }
            contracts.sort { $0.description < $1.description }
            _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", .regular("2026-04")), by: "supervisor", patience: .zero)
            // The first attempt is killed after it kept the names and accounts.
            let history = try await office.desk.history()
            let run = try #require(history.open?.run)
            try await office.portfolio.portfolio.reaches(run.position, in: office.service.database)
            try await office.service.database.withSession { [office = office.desk.office] session in
                var reckoning = try RunReckoning(run, after: history, from: office.sources)
                _ = try reckoning.outcome(in: session) { part in try office.vault.put(part.debits.map(\.record), in: session) }
            }
            _ = try await office.contracts.erase(
                .holder, of: contracts[0], for: ErasureOrder(["reason": "asked for"]), by: "s", proposedBy: nil)
            try await office.desk.makeNext()
            let debits = try await office.desk.page(of: .directDebits, run: 1, knownAt: nil, after: nil).rows
            #expect(debits.map { $0["contract"] } == contracts.dropFirst().map { .string($0.description) })
            #expect(debits.map { $0["endToEndId"] } == ["R000001D0000001", "R000001D0000002"])
            let text = Mutex<[UInt8]>([])
            try await office.desk.paymentFile("R000001F001", knownAt: nil).text.write { bytes in text.withLock { $0 += bytes } }
            let file = String(decoding: text.withLock { $0 }, as: UTF8.self)
            #expect(file.split(separator: "<MndtId>").count == 3)
            // Nobody's account is another than before.
            try await office.setClock(to: "2026-04-10T09:00:00Z")
            _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", .regular("2026-05")), by: "supervisor", patience: .zero)
            try await office.desk.makeNext()
            let next = try await office.desk.page(of: .directDebits, run: 2, knownAt: nil, after: nil).rows
            #expect(next.map { $0["amended"] } == [false, false])
        }
    }

    @Test func `somebody of whom a record does not open is held; all others are debited`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let damaged = try await office.indebted()
            let sound = try await office.indebted(reference: "RUM-2")
            try await office.service.owner.withSession { session in
                try session.execute("UPDATE vault.record SET sealed = '\\x00' WHERE contract_id = \(damaged.uuid) AND kind = 'identity'")
            }
            try await office.run(.regular("2026-04"))
            let held = try await office.desk.page(of: .held, run: 1, knownAt: nil, after: nil).rows
            #expect(held.map { [$0["contract"], $0["reason"]] } == [[.string(damaged.description), "nameMissing"]])
            let debits = try await office.desk.page(of: .directDebits, run: 1, knownAt: nil, after: nil).rows
            #expect(debits.map { $0["contract"] } == [.string(sound.description)])
        }
    }

    @Test func `runs of two schemes call each its own, and a contract that moves is given back by one and called by the other`()
        async throws
    {
        try await withOffice(schemes: [OfficeUnderTest.scheme, OfficeUnderTest.otherScheme]) { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let here = try await office.contracts.affiliated()
            let there = try await office.contracts.affiliated(.affiliation(["scheme": "littoral-2"]))
            let moving = try await office.indebted()
            let all = [here, there, moving]
            let first = try await office.run(.regular("2026-04"))
            try await office.expectConservation(all, after: first)
            let other = try await office.run(.regular("2026-04"), of: "littoral-2")
            try await office.expectConservation(all, after: other)
            #expect(other.outcome?.debited.count == 0 && other.outcome?.figures.lineCount == 2)
            #expect(first.outcome?.debited.count == 1)
            #expect(first.outcome?.explanation?.map(\.contracts).reduce(0, +) == 1)

            // Its debit came back, and ended the mandate, before the contract moves.
            _ = try await office.desk.record(
                .returned(endToEndId: "R000001D0000001", DebitReturn(kind: .reject, reason: "AC04", on: "2026-03-10")),
                by: BankCaller("clerk"))
            for version in [3, 1] {
                try await office.contracts.tell(.rescind, ["version": JSON(version), "reason": "another scheme"], of: moving)
            }
            let identity: JSON = ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]]
            try await office.contracts.tell(.affiliate, .affiliation(["scheme": "littoral-2", "holder": identity]), of: moving)
            try await office.contracts.tell(
                .startTemporaryCessation, ["effectiveOn": "2026-04-01", "cause": "parentalLeave"], of: moving)
            let back = try await office.run(.catchUp)
            try await office.expectConservation(all, after: back)
            let called = try await office.run(.catchUp, of: "littoral-2")
            try await office.expectConservation(all, after: called)
            #expect(called.outcome?.figures.adjusted != .zero)
            let held = try await office.desk.page(of: .held, run: called.run.number, knownAt: nil, after: nil).rows
            #expect(held.map { $0["reason"] } == ["mandateEnded"])
            #expect(try await office.run(.catchUp).outcome?.figures.lineCount == 0)
            #expect(try await office.run(.catchUp, of: "littoral-2").outcome?.figures.lineCount == 0)
        }
    }
}
