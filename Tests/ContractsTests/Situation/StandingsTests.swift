import CivilTime
import ContractTesting
import Contracts
import Testing

@Suite struct StandingsTests {
    @Test func `the standings through time are those of each day`() throws {
        let tale = try Tale([
            .affiliate(), .unpaid("2026-09-01"), .resume("2027-01-04"), .end("2027-03-31"), .portability("2027-03-31"),
        ])
        let contract = try tale.contract()
        let standings = contract.standings
        #expect(
            standings.pieces.map(\.value) == [.outside, .active, .suspended, .active, .portability])
        for number in day("2026-04-25").number...day("2028-06-01").number {
            #expect(standings[Day(number: number)] == contract.standing(on: Day(number: number)))
        }
        #expect(try Tale().contract().standings == Timeline(.outside))
    }

    @Test func `a fact is in time through its effective day, a proof through its term`() throws {
        let contract = try Tale([.affiliate(), .end("2027-03-31"), .portability("2027-03-31")]).contract()
        #expect(contract.inTimeThrough(.resume("2027-01-04")) == day("2027-01-04"))
        #expect(contract.inTimeThrough(.end("2027-03-31")) == day("2027-04-01"))
        #expect(contract.inTimeThrough(.proof(Proof(month: month("2027-04")))) == day("2027-05-31"))
        #expect(contract.inTimeThrough(.rescission(Rescission(version: 1, reason: "x"))) == nil)
    }
}
