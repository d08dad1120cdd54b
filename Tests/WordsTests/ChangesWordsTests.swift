import CivilTime
import ContractTesting
import Testing
import Words

@testable import Contracts

/// What changed, in words.
@Suite struct ChangesWordsTests {
    private let covered = Cover(.covered, .active)

    private func change(_ before: Cover, _ after: Cover, of beneficiary: BeneficiaryID? = nil, from: String, through: String?)
        -> CoverChange
    {
        CoverChange(
            beneficiary: beneficiary, period: Period(from: day(from), through: through.map(day)), before: before, lastDayBefore: nil,
            after: after, lastDayAfter: nil)
    }

    @Test(
        arguments: [
            ("2027-04-01", "2027-04-30", "en avril 2027", "in April 2027"),
            ("2027-04-01", "2027-05-31", "du 1er avril au 31 mai 2027", "from 1 April to 31 May 2027"),
            ("2027-04-03", "2027-04-04", "du 3 au 4 avril 2027", "from 3 to 4 April 2027"),
            ("2027-04-01", "2027-04-29", "du 1er au 29 avril 2027", "from 1 to 29 April 2027"),
            ("2027-04-03", "2028-04-04", "du 3 avril 2027 au 4 avril 2028", "from 3 April 2027 to 4 April 2028"),
            ("2027-04-03", "2027-04-03", "le 3 avril 2027", "on 3 April 2027"),
            ("2027-04-01", nil, "à partir du 1er avril 2027", "from 1 April 2027 on"),
            ("2026-12-31", "2027-01-01", "du 31 décembre 2026 au 1er janvier 2027", "from 31 December 2026 to 1 January 2027"),
        ] as [(String, String?, String, String)])
    func `days are told from end to end`(from: String, through: String?, inFrench: String, inEnglish: String) {
        let period = Period(from: day(from), through: through.map(day))
        #expect(Phrase.period(period, in: .french).plainText == french(inFrench))
        #expect(Phrase.period(period, in: .english).plainText == inEnglish)
    }

    @Test func `months are told from end to end`() {
        #expect(Phrase.months(from: month("2026-09"), through: month("2026-12"), in: .french).plainText == "de septembre à décembre 2026")
        #expect(
            Phrase.months(from: month("2026-12"), through: month("2027-01"), in: .french).plainText == "de décembre 2026 à janvier 2027")
        #expect(Phrase.months(from: month("2027-04"), through: nil, in: .french).plainText == french("à partir d'avril 2027"))
        #expect(Phrase.months(from: month("2027-04"), through: month("2027-04"), in: .english).plainText == "April 2027")
    }

    @Test func `a cover is told instead of another`() {
        let provisional = Cover(.provisional, .portability)
        #expect(
            change(provisional, Cover(.covered, .portability), from: "2027-04-01", through: nil).instead.french
                == "acquise au lieu de provisoire")
        #expect(change(.none, provisional, from: "2027-04-01", through: nil).instead.french == "provisoire, aucune auparavant")
        let lapsed = Cover(.lapsed, .portability)
        #expect(change(lapsed, covered, from: "2027-04-01", through: nil).instead.french == "acquise, en défaut auparavant")
        #expect(
            change(covered, Cover(.covered, .continuation), from: "2027-04-01", through: nil).instead.french
                == french("maintien au lieu d'activité"))
    }

    @Test func `what facts changed is told in a line`() {
        let summary = ChangesSummary(
            cover: change(Cover(.provisional, .portability), Cover(.covered, .portability), from: "2027-04-01", through: "2027-04-30"),
            hasMoreCover: false, people: 3, changesOption: false, changesEmployer: false,
            due: Flows(employerToInsurer: .zero, agentToInsurer: euros(21_754), employerToAgent: .zero), changesLaterMonths: true,
            rights: 1,
            deadlines: 2)
        #expect(
            summary.phrase(in: .french) { _ in "Inès" }.plainText.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
                == "Couverture en avril 2027 : acquise au lieu de provisoire, pour 3 personnes. À régulariser : 217,54 € à encaisser de l\u{2019}agent. "
                + "Des mois à venir changent. 2 échéances changent.")
        let one = ChangesSummary(
            cover: change(covered, .none, of: BeneficiaryID(bits: 1), from: "2027-04-01", through: nil), hasMoreCover: true, people: 1,
            changesOption: true, changesEmployer: true, due: .zero, changesLaterMonths: false, rights: 1, deadlines: 1)
        #expect(
            one.phrase(in: .english) { _ in "Inès" }.plainText
                == "Cover from 1 April 2027 on: none instead of covered, for Inès; other days change too. The option changes. The employer changes. 1 deadline changes."
        )
        let nothing = Changes.none.summary(through: month("2027-04"))
        #expect(nothing.phrase(in: .french) { _ in "" }.plainText == french("Rien n'a changé."))
    }

    @Test func `rights and deadlines that differ are told`() {
        let right = RightChange(right: .continuation, period: Period(from: day("2026-09-01"), through: day("2026-10-01")), came: true)
        #expect(
            right.phrase(in: .french) { _ in "" }.plainText
                == french("Droit de demander le maintien : nouveau du 1er septembre au 1er octobre 2026"))
        let lost = RightChange(
            right: .beneficiary(BeneficiaryID(bits: 1)), period: Period(from: day("2026-09-01"), through: nil), came: false)
        #expect(lost.phrase(in: .english) { _ in "Inès" }.plainText == "Right by age or status, Inès: lost from 1 September 2026 on")
        let due = DeadlineChange.Waiting(dueOn: day("2027-06-30"), work: .proofAwaited)
        let came = DeadlineChange(kind: .proof, beneficiary: nil, before: nil, after: due)
        #expect(
            came.phrase(in: .french) { _ in "" }.plainText
                == french("Attestation France Travail attendue : nouvelle échéance, le 30 juin 2027"))
        let late = DeadlineChange(
            kind: .proof, beneficiary: nil, before: due, after: .init(dueOn: day("2027-06-30"), work: .proofOverdue))
        #expect(
            late.phrase(in: .french) { _ in "" }.plainText
                == french("Attestation France Travail en retard : échéance du 30 juin 2027, auparavant attestation France Travail attendue")
        )
        let moved = DeadlineChange(
            kind: .beneficiaryAgeLimit, beneficiary: BeneficiaryID(bits: 1),
            before: .init(dueOn: day("2027-09-17"), work: .beneficiaryAgeLimit),
            after: .init(dueOn: day("2031-09-17"), work: .beneficiaryAgeLimit))
        #expect(
            moved.phrase(in: .english) { _ in "Inès" }.plainText
                == "Age limit of a child, Inès: due on 17 September 2031 instead of 17 September 2027")
    }
}
