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
