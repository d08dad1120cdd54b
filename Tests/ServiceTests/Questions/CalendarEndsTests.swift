import CivilTime
import Contracts
import JSON
import RandomTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// Lives at both ends of the calendar: no answer shows a day beyond it, and the portfolio answers what each contract does.
@Suite(.timeLimit(.minutes(10))) struct CalendarEndsTests {
    @Test(arguments: ["9999-12-31T23:30:00Z", "9998-06-01T09:00:00Z"] as [Instant], [1, 2, 3] as [UInt64])
    func `no answer shows a day beyond the last`(now: Instant, seed: UInt64) async throws {
        try await expectWithinCalendar(near: "9999-12-31", now: now, seed: seed)
    }

    @Test(arguments: ["0001-01-01T00:00:00Z", "0003-01-01T00:00:00Z"] as [Instant], [1, 2] as [UInt64])
    func `no answer shows a day before the first`(now: Instant, seed: UInt64) async throws {
        try await expectWithinCalendar(near: "0001-01-01", now: now, seed: seed)
    }

    private func expectWithinCalendar(near end: Day, now: Instant, seed: UInt64) async throws {
        try await withService(schemes: try Self.schemes()) { made in
            let portfolio = PortfolioUnderTest(made, schemes: try Self.schemes())
            try await ServiceSandbox(clock: made.clock, owner: made.owner).setClock(to: now)
            var life = EndOfDays(near: end, seed: seed)
            var contracts: [ContractID] = []
            for _ in 0..<4 {
                let contract = ContractID.new()
                contracts.append(contract)
                for (command, body) in life.lives() {
                    let outcome = await made.contracts.outcome(command, body, of: contract, dryRun: true)
                    if let answer = outcome.answer { expectWithinCalendar(answer.body) }
                    _ = await made.contracts.outcome(command, body, of: contract)
                }
            }
            contracts.sort { "\($0)" < "\($1)" }
            try await portfolio.catchUp()
            try await expectAgreement(of: contracts, near: end, in: portfolio)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    private func expectAgreement(of contracts: [ContractID], near end: Day, in portfolio: PortfolioUnderTest) async throws {
        let service = portfolio.service.contracts
        let days = [0, 1, 40, 400].map { end == Day.calendar.upperBound ? end.adding(days: -$0) : end.adding(days: $0) }
        for day in days {
            let month = Month(of: day)
            var coverage: [JSON] = []
            var cotisations: [JSON] = []
            for contract in contracts {
                guard let cover = try? await service.ask(.coverage(on: day), of: contract) else { continue }
                coverage.append(cover.without(["because"]))
                cotisations.append(
                    try await service.ask(.cotisation(month: month, comparedWith: nil), of: contract).without(["because", "lines"]))
                for question: Question in [.coverage(on: day), .eligibility(on: day), .timeline, .events] {
                    expectWithinCalendar(try await service.ask(question, of: contract))
                }
            }
            #expect(!coverage.isEmpty)
            #expect(try await portfolio.lines(.coverage(on: day, employer: nil, state: nil)) == coverage)
            #expect(try await portfolio.lines(.cotisations(month: month, employer: nil)) == cotisations)
            for format: PortfolioFormat in [.ndjson, .csv, .excelFrench] {
                for question: PortfolioQuestion in [
                    .coverage(on: day, employer: nil, state: nil), .cotisations(month: month, employer: nil),
                    .totals(month: month, employer: nil),
                    .worklist(kind: nil, dueThrough: nil),
                ] { expectWithinCalendar(try await portfolio.text(question, format: format)) }
            }
        }
        let all = try await portfolio.lines(.worklist(kind: nil, dueThrough: nil))
        #expect(try await portfolio.pages(.worklist(kind: nil, dueThrough: nil), knownAt: portfolio.service.clock.now(), of: 2) == all)
    }

    private func expectWithinCalendar(_ answer: JSON) { expectWithinCalendar("\(answer)") }

    /// What looks like a day or a month has a year of four digits, from 0001 on.
    private func expectWithinCalendar(_ text: String) {
        for match in text.matches(of: /[0-9+-]*[0-9]-[0-9]{2}(-[0-9]{2})?(?![0-9a-f-])/) where !text.isInsideUUID(match.range) {
            #expect(match.output.0.wholeMatch(of: /(?!0000)[0-9]{4}-[0-9]{2}(-[0-9]{2})?/) != nil, "\(match.output.0)")
        }
    }

    /// The scheme of these tests, in force from the first day on.
    private static func schemes() throws -> Schemes {
        let text = String(decoding: PackageResources.littoral_2026_json, as: UTF8.self)
            .replacing(/"(from|effectiveFrom)": "2026-0[1-3]-01"/) { "\"\($0.output.1)\": \"0001-01-01\"" }
        return Schemes([try SchemeReader.read(Array(text.utf8)).scheme])
    }
}

extension String {
    /// Whether a range is a part of a UUID: letters or hyphens of one stand around it.
    fileprivate func isInsideUUID(_ range: Range<String.Index>) -> Bool {
        let before = self[..<range.lowerBound].last
        return before.map { $0.isLetter || $0 == "-" } ?? false
    }
}

/// Commands at random on days near one end of the calendar.
private struct EndOfDays {
    private let end: Day
    private var random: SplitMix

    init(near end: Day, seed: UInt64) {
        self.end = end
        random = SplitMix(state: seed)
    }

    /// One life: affiliated, with children of all ages, then what comes.
    mutating func lives() -> [(CommandName, JSON)] {
        let start = day(800)
        var told: [(CommandName, JSON)] = [
            (
                .affiliate,
                .affiliation(
                    effectiveOn: start,
                    ["employment": ["kind": "contractual", "startedOn": text(start)], "holder": ["bornOn": text(start)]])
            )
        ]
        for number in 0..<3 {
            let person = JSON.string("00000000-0000-4000-8000-00000000000\(number)")
            told.append(
                (
                    .addBeneficiary,
                    [
                        "beneficiary": person, "relation": "child", "bornOn": text(day(800)), "fiscallyDependent": true,
                        "effectiveOn": text(day(400)),
                    ]
                ))
            let from = day(300)
            told.append(
                (
                    .recordBeneficiaryStatus,
                    ["beneficiary": person, "status": ["kind": "student", "from": text(from), "through": text(max(from, day(20)))]]
                ))
        }
        let leave = day(200)
        told.append((.suspend, ["effectiveOn": text(leave), "cause": "unpaidLeave", "income": "none"]))
        if chance() { told.append((.requestContinuation, ["suspensionFrom": text(leave), "requestedOn": text(leave)])) }
        if chance() {
            told.append(
                (
                    .startTemporaryCessation,
                    ["effectiveOn": text(day(60)), "cause": "childUnder12Availability", "childBornOn": text(day(400))]
                ))
        }
        if chance() {
            let from = day(100)
            let through: JSON = chance() ? nil : text(max(from, day(0)))
            let ground: JSON = chance() ? "individualContract" : "otherCollectiveCover"
            told.append(
                (
                    .exempt,
                    [
                        "scheme": "littoral-2026", "effectiveOn": text(from), "through": through, "ground": ground,
                        "swornStatementOn": text(from),
                    ]
                ))
        }
        let last = day(30)
        told.append((.resume, ["effectiveOn": text(day(100))]))
        told.append((.endEmployment, ["lastDay": text(last), "reason": "endOfContract"]))
        told.append(
            (
                .startPortability,
                [
                    "bulletin": ["lastDay": text(last), "activityPeriods": [["from": text(min(start, last)), "through": text(last)]]],
                    "notification": ["opensOn": text(last)], "retired": false,
                ]
            ))
        told.append((.recordFranceTravailProof, ["month": .string("\(Month(of: last))"), "compensated": true]))
        return told
    }

    /// A day at most so many from the end; the end itself one time in four.
    private mutating func day(_ distance: Int) -> Day {
        let count = random.next() % 4 == 0 ? 0 : Int(random.next() % UInt64(distance + 1))
        return end == Day.calendar.upperBound ? end.adding(days: -count) : end.adding(days: count)
    }

    private mutating func chance() -> Bool { random.next() % 2 == 0 }
    private func text(_ day: Day) -> JSON { .string("\(day)") }
}
