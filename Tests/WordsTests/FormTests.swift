import Testing
import Words

@Suite struct FormTests {
    @Test func `every command is in one group of the menu, in its order`() {
        #expect(CommandGroup.allCases.flatMap(\.commands) == ClerkCommand.allCases)
        #expect(CommandGroup.allCases.map(\.words.french) == ["Arrivée", "Absence", "Départ", "Famille", "Contrat", "Erreur"])
    }

    @Test(arguments: ClerkCommand.allCases)
    func `every field has a label of its own, and a pointer into the body`(command: ClerkCommand) {
        let fields = command.fields
        #expect(!fields.isEmpty && Set(fields.map(\.pointer)).count == fields.count)
        for field in fields {
            #expect(field.pointer.hasPrefix("/"))
            for language in Language.allCases {
                #expect(flaw(in: field.label[language]) == nil, "\(field.label[language])")
                if let hint = field.hint?[language] { #expect(hint.hasSuffix("."), "\(hint)") }
                if case .choice(let choices) = field.input {
                    #expect(choices.count > 1 && choices.allSatisfy { !$0.words[language].isEmpty })
                }
            }
        }
    }

    @Test func `a field of a list is repeated with its place, and one of a correction stands below its command`() throws {
        let from = try #require(ClerkCommand.startPortability.fields.first { $0.isRepeated })
        #expect(from.at(0) == from)
        #expect(from.at(2).pointer == "/bulletin/activityPeriods/2/from")
        #expect(from.at(2).label.french == from.label.french + " (3)")
        #expect(from.at(2).under("/commands/0").pointer == "/commands/0/bulletin/activityPeriods/2/from")
        let day = try #require(ClerkCommand.resume.fields.first)
        #expect(day.at(3) == day)
    }

    @Test func `a correction may tell every command but those that annul`() {
        guard case .choice(let choices) = FormField.correctionCommand(at: 0).input else {
            Issue.record("a correction's command is no choice")
            return
        }
        #expect(Set(choices.map(\.value)) == Set(ClerkCommand.allCases.map(\.rawValue)).subtracting(["rescind", "correct"]))
    }

    @Test func `the fields are those of the interface`() {
        func pointers(_ command: ClerkCommand) -> Set<String> { Set(command.fields.map(\.pointer)) }
        #expect(
            pointers(.affiliate) == [
                "/scheme", "/effectiveOn", "/employer", "/employment/kind", "/employment/startedOn", "/employment/endsOn", "/holder/bornOn",
                "/holder/identity/familyName", "/holder/identity/givenNames", "/option", "/grossMonthlyPayCents", "/remoteTransmission",
            ])
        #expect(pointers(.suspend) == ["/effectiveOn", "/cause", "/income"])
        #expect(pointers(.startTemporaryCessation) == ["/effectiveOn", "/cause", "/childBornOn"])
        #expect(pointers(.requestContinuation) == ["/suspensionFrom", "/requestedOn"])
        #expect(pointers(.endEmployment) == ["/lastDay", "/reason"])
        #expect(pointers(.recordFranceTravailProof) == ["/month", "/compensated", "/lostOn"])
        #expect(pointers(.registerMandate) == ["/effectiveOn", "/iban", "/mandateReference", "/signedOn"])
        #expect(
            pointers(.startPortability) == [
                "/bulletin/lastDay", "/bulletin/activityPeriods/0/from", "/bulletin/activityPeriods/0/through", "/notification/opensOn",
                "/notification/benefitThrough", "/retired",
            ])
    }
}
