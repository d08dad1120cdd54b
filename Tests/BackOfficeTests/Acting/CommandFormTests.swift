import CivilTime
import ContractService
import JSON
import Testing
import Words

@testable import BackOffice

/// What is typed into each form becomes the body of its command.
@Suite struct CommandFormTests {
    /// A form as a clerk fills it in, and the body that comes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let command: ClerkCommand
        let typed: [(String, String)]
        let body: String

        init(_ command: ClerkCommand, _ typed: [(String, String)], _ body: String) {
            (self.command, self.typed, self.body) = (command, typed, body)
        }

        var testDescription: String { command.rawValue }

        var fields: TypedFields { TypedFields(PageFields(typed.map { (name: $0.0, value: $0.1) })) }
    }

    static let person = "5b0e2ac4-6c07-4f0e-9a43-0d3b8c0b1f11"
    static let today = Day(year: 2027, month: 7, day: 12)!
    static let reader = AnswerReader(day: today, employers: .standard)

    static let cases: [Case] = [
        Case(
            .affiliate,
            [
                ("/scheme", "fpe-education-2026"), ("/effectiveOn", "1er août 2027"), ("/employer", "0750001a"),
                ("/employment/kind", "civilServant"), ("/employment/startedOn", "1/9/19"), ("/employment/endsOn", ""),
                ("/holder/bornOn", "14/03/85"), ("/holder/identity/familyName", " Durand "), ("/holder/identity/givenNames", "Camille"),
                ("/option", "base"), ("/grossMonthlyPayCents", "2 500,50"), ("/remoteTransmission", "yes"), ("/source/channel", "post"),
                ("/source/reference", "GED-2026/004711"),
            ],
            """
            {"scheme": "fpe-education-2026", "effectiveOn": "2027-08-01", "employer": "0750001A",
             "employment": {"kind": "civilServant", "startedOn": "2019-09-01"},
             "holder": {"bornOn": "1985-03-14", "identity": {"familyName": "Durand", "givenNames": "Camille"}}, "option": "base",
             "grossMonthlyPayCents": 250050, "remoteTransmission": true, "source": {"channel": "post", "reference": "GED-2026/004711"}}
            """),
        Case(
            .exempt,
            [
                ("/scheme", "fpe-education-2026"), ("/effectiveOn", "01/08/2027"), ("/through", ""), ("/ground", "otherCollectiveCover"),
                ("/swornStatementOn", "hier"),
            ],
            """
            {"scheme": "fpe-education-2026", "effectiveOn": "2027-08-01", "ground": "otherCollectiveCover", "swornStatementOn": "2027-07-11"}
            """),
        Case(
            .suspend, [("/effectiveOn", "aujourd'hui"), ("/cause", "unpaidLeave"), ("/income", "none")],
            #"{"effectiveOn": "2027-07-12", "cause": "unpaidLeave", "income": "none"}"#),
        // A child's birth date is asked for one cause only.
        Case(
            .startTemporaryCessation, [("/effectiveOn", "2027-08-01"), ("/cause", "parentalLeave"), ("/childBornOn", "1/1/20")],
            #"{"effectiveOn": "2027-08-01", "cause": "parentalLeave"}"#),
        Case(
            .startTemporaryCessation,
            [("/effectiveOn", "2027-08-01"), ("/cause", "childUnder12Availability"), ("/childBornOn", "01/01/20")],
            #"{"effectiveOn": "2027-08-01", "cause": "childUnder12Availability", "childBornOn": "2020-01-01"}"#),
        Case(
            .requestContinuation, [("/suspensionFrom", "01/07/2027"), ("/requestedOn", "10 juillet 2027")],
            #"{"suspensionFrom": "2027-07-01", "requestedOn": "2027-07-10"}"#),
        Case(
            .endContinuation, [("/effectiveOn", "01/08/2027"), ("/reason", "autre contrat")],
            #"{"effectiveOn": "2027-08-01", "reason": "autre contrat"}"#),
        Case(.resume, [("/effectiveOn", "lundi 5 juillet 2027")], #"{"effectiveOn": "2027-07-05"}"#),
        Case(
            .endEmployment, [("/lastDay", "31/07/2027"), ("/reason", "endOfContract")],
            #"{"lastDay": "2027-07-31", "reason": "endOfContract"}"#),
        Case(
            .startPortability,
            [
                ("/bulletin/lastDay", "30/04/2027"), ("/bulletin/activityPeriods/0/from", "01/09/2019"),
                ("/bulletin/activityPeriods/0/through", "31/12/2020"), ("/bulletin/activityPeriods/1/from", "01/03/2021"),
                ("/bulletin/activityPeriods/1/through", "30/04/2027"), ("/notification/opensOn", "03/05/2027"), ("/retired", "no"),
            ],
            """
            {"bulletin": {"lastDay": "2027-04-30", "activityPeriods":
              [{"from": "2019-09-01", "through": "2020-12-31"}, {"from": "2021-03-01", "through": "2027-04-30"}]},
             "notification": {"opensOn": "2027-05-03"}, "retired": false}
            """),
        Case(.startPortability, [("/retired", "yes")], #"{"retired": true}"#),
        // The first day without compensation is asked for only where there is one.
        Case(
            .recordFranceTravailProof, [("/month", "mai 2027"), ("/compensated", "yes"), ("/lostOn", "12/05/2027")],
            #"{"month": "2027-05", "compensated": true}"#),
        Case(
            .recordFranceTravailProof, [("/month", "05/2027"), ("/compensated", "no"), ("/lostOn", "12/05/2027")],
            #"{"month": "2027-05", "compensated": false, "lostOn": "2027-05-12"}"#),
        Case(
            .endPortability, [("/effectiveOn", "01/07/2027"), ("/reason", "newEmployment")],
            #"{"effectiveOn": "2027-07-01", "reason": "newEmployment"}"#),
        Case(
            .addBeneficiary,
            [
                ("/beneficiary", person), ("/effectiveOn", "12/07/2027"), ("/relation", "child"), ("/bornOn", "30/06/05"),
                ("/fiscallyDependent", "yes"), ("/identity/familyName", "Durand"), ("/identity/givenNames", ""),
                ("/status/kind", "disabled"), ("/status/from", "01/07/2027"), ("/status/cdaph", "yes"), ("/status/evidence", "aah"),
            ],
            """
            {"beneficiary": "\(person)", "effectiveOn": "2027-07-12", "relation": "child", "bornOn": "2005-06-30", "fiscallyDependent": true,
             "identity": {"familyName": "Durand"}, "status": {"kind": "disabled", "from": "2027-07-01", "cdaph": true, "evidence": "aah"}}
            """),
        Case(
            .recordBeneficiaryStatus,
            [
                ("/beneficiary", person), ("/status/kind", "student"), ("/status/from", "01/09/2027"), ("/status/through", "31/08/2028"),
                ("/status/cdaph", "yes"),
            ],
            #"{"beneficiary": "\#(person)", "status": {"kind": "student", "from": "2027-09-01", "through": "2028-08-31"}}"#),
        Case(
            .removeBeneficiary, [("/beneficiary", person), ("/effectiveOn", "demain"), ("/reason", "divorce")],
            #"{"beneficiary": "\#(person)", "effectiveOn": "2027-07-13", "reason": "divorce"}"#),
        Case(
            .changeOption, [("/effectiveOn", "01/08/2027"), ("/option", "option2")],
            #"{"effectiveOn": "2027-08-01", "option": "option2"}"#),
        Case(
            .declarePay, [("/effectiveOn", "01/08/2027"), ("/grossMonthlyPayCents", "2 610,5 €")],
            #"{"effectiveOn": "2027-08-01", "grossMonthlyPayCents": 261050}"#),
        Case(
            .changeEmployer, [("/effectiveOn", "01/09/2027"), ("/employer", "0690123B")],
            #"{"effectiveOn": "2027-09-01", "employer": "0690123B"}"#),
        Case(
            .changeRemoteTransmission, [("/effectiveOn", "demain"), ("/remoteTransmission", "no")],
            #"{"effectiveOn": "2027-07-13", "remoteTransmission": false}"#),
        Case(
            .registerMandate,
            [
                ("/effectiveOn", "01/07/2027"), ("/iban", "FR76 3000 6000 0112 3456 7890 189"), ("/mandateReference", "SOLANGE-1"),
                ("/signedOn", "30/06/2027"),
            ],
            """
            {"effectiveOn": "2027-07-01", "iban": "FR76 3000 6000 0112 3456 7890 189", "mandateReference": "SOLANGE-1",
             "signedOn": "2027-06-30"}
            """),
        Case(
            .revokeMandate, [("/effectiveOn", "01/08/2027"), ("/mandateReference", "TANCREDE-1")],
            #"{"effectiveOn": "2027-08-01", "mandateReference": "TANCREDE-1"}"#),
        Case(.rescind, [("/version", "2"), ("/reason", "saisi par erreur")], #"{"version": 2, "reason": "saisi par erreur"}"#),
        Case(
            .correct, [("/rescind/0", "3"), ("/rescind/0", "2"), ("/reason", "mauvais jour"), ("/commands/0/command", "")],
            #"{"reason": "mauvais jour", "rescind": [3, 2], "commands": []}"#),
        Case(
            .correct,
            [
                ("/rescind/0", "2"), ("/reason", "mauvais jour"), ("/commands/0/command", "remove-beneficiary"),
                ("/commands/0/beneficiary", person), ("/commands/0/effectiveOn", "08/06/2027"), ("/commands/0/reason", "divorce"),
            ],
            """
            {"reason": "mauvais jour", "rescind": [2],
             "commands": [{"command": "remove-beneficiary", "beneficiary": "\(person)", "effectiveOn": "2027-06-08", "reason": "divorce"}]}
            """),
        // Several at once, of which one has a list.
        Case(
            .correct,
            [
                ("/rescind/0", "2"), ("/rescind/0", "3"), ("/reason", "mauvais jour"), ("/commands/0/command", "end-employment"),
                ("/commands/0/lastDay", "30/04/2027"), ("/commands/0/reason", "endOfContract"),
                ("/commands/1/command", "start-portability"), ("/commands/1/bulletin/lastDay", "30/04/2027"),
                ("/commands/1/bulletin/activityPeriods/0/from", "01/09/2019"),
                ("/commands/1/bulletin/activityPeriods/0/through", "31/12/2020"),
                ("/commands/1/bulletin/activityPeriods/1/from", "01/03/2021"),
                ("/commands/1/bulletin/activityPeriods/1/through", "30/04/2027"), ("/commands/1/retired", "no"),
            ],
            """
            {"reason": "mauvais jour", "rescind": [2, 3],
             "commands": [{"command": "end-employment", "lastDay": "2027-04-30", "reason": "endOfContract"},
              {"command": "start-portability", "retired": false, "bulletin": {"lastDay": "2027-04-30", "activityPeriods":
               [{"from": "2019-09-01", "through": "2020-12-31"}, {"from": "2021-03-01", "through": "2027-04-30"}]}}]}
            """),
    ]

    @Test(arguments: cases)
    func `what is typed becomes the body of the command`(_ form: Case) throws {
        let fields = FormFields(form.command, typed: form.fields)
        let read = ReadForm(fields, typed: form.fields, by: Self.reader, in: .french)
        #expect(read.troubles.isEmpty)
        #expect(read.body == (try JSON(parsing: form.body)))
        let name = try #require(CommandName(rawValue: form.command.rawValue))
        _ = try Command(name, body: read.body)
    }

    @Test func `every command has a case`() {
        #expect(Set(Self.cases.map(\.command)) == Set(ClerkCommand.allCases))
    }

    @Test(arguments: ClerkCommand.allCases)
    func `an empty form says of each field that needs an answer that it has none`(command: ClerkCommand) {
        let fields = FormFields(command, typed: TypedFields())
        let read = ReadForm(fields, typed: TypedFields(), by: Self.reader, in: .french)
        #expect(read.troubles.compactMap(\.pointer) == fields.fields.filter(\.isRequired).map(\.pointer))
    }

    @Test(arguments: cases)
    func `a draft keeps what was typed`(_ form: Case) throws {
        let draft = ActDraft(form.fields, version: 7, day: Self.today, next: "sealed")
        let kept = try #require(ActDraft(draft.text))
        #expect(kept.typed.answers == form.fields.answers.filter { !$0.text.isEmpty })
        #expect((kept.version, kept.day) == (7, Self.today))
        #expect(kept.next == "sealed")
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"typed": [["/a"]], "version": 1, "day": "2027-07-12"}"#, #"{"typed": [], "version": 1, "day": "x"}"#,
    ])
    func `another text is no draft`(text: String) { #expect(ActDraft(text) == nil) }

    @Test(arguments: [
        ("/effectiveOn", "31/02/2027", "n’existe pas"), ("/grossMonthlyPayCents", "beaucoup", "montant"),
        ("/effectiveOn", "", "Rien n’est écrit"),
    ])
    func `what cannot be read is told beside its field`(pointer: String, text: String, words: String) {
        var typed = TypedFields()
        typed["/effectiveOn"] = "01/08/2027"
        typed["/grossMonthlyPayCents"] = "2 500"
        typed[pointer] = text
        let read = ReadForm(FormFields(.declarePay, typed: typed), typed: typed, by: Self.reader, in: .french)
        #expect(read.troubles.map(\.pointer) == [pointer])
        #expect(read.troubles.first?.words.plainText.contains(words) == true)
    }

    @Test func `a list shows as many elements as are filled in`() {
        var typed = TypedFields()
        typed["/bulletin/activityPeriods/2/from"] = "01/01/2020"
        let pointers = FormFields(.startPortability, typed: typed).fields.map(\.pointer)
        #expect(pointers.filter { $0.contains("activityPeriods") }.count == 6)
        #expect(pointers.firstIndex(of: "/bulletin/activityPeriods/2/through")! < pointers.firstIndex(of: "/notification/opensOn")!)
    }
}
