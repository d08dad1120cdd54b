import CivilTime
import Contracts
import Testing
import Words

@Suite struct NamesTests {
    /// Every value of an enumeration that a page shows.
    static let values: [(name: String, words: Bilingual)] =
        all(Cover.State.self) + all(Cover.Basis.self) + all(Option.self) + all(ProofState.self) + all(Standing.self)
        + all(Suspension.Cause.self)
        + all(TemporaryCessation.Cause.self) + all(Suspension.Income.self) + all(Employment.Kind.self) + all(EmploymentEnd.Reason.self)
        + all(PortabilityEnd.Reason.self) + all(Exemption.Ground.self) + all(Relation.self) + all(BeneficiaryStatus.Kind.self)
        + all(BeneficiaryStatus.Evidence.self) + all(CotisationCollection.Method.self) + all(CotisationLine.Component.self)
        + all(MonthRounding.self)
        + all(ChildAgeTest.self) + all(MonthReference.self) + all(Rule.self) + all(SchemeParameter.self) + all(ServiceName.self)
        + all(SourceChannel.self) + all(Flow.self) + IdentityField.allCases.map { ($0.rawValue, $0.refusal) }
        + all(WorkKind.self)
        + all(Deadline.Kind.self) + all(ClerkCommand.self) + all(IdentityField.self) + CommandGroup.allCases.map { ("\($0)", $0.words) }
        + ClerkCommand.allCases.map { ($0.rawValue, $0.hint) } + WorkKind.allCases.map { ($0.rawValue, $0.action) }
        + Cover.State.allCases.map { ($0.rawValue, $0.shortWords) } + Cover.Basis.allCases.map { ($0.rawValue, $0.shortWords) }
        + Cover.Basis.allCases.map { ($0.rawValue, $0.ground) } + Standing.allCases.map { ($0.rawValue, $0.shortWords) }
        + [("", Flows.employerToInsurerWords), ("", Flows.agentToInsurerWords), ("", Flows.employerToAgentWords)]

    private static func all<Value: CaseIterable & RawRepresentable<String> & Worded>(_ type: Value.Type) -> [(
        name: String, words: Bilingual
    )] {
        type.allCases.map { ($0.rawValue, $0.words) }
    }

    @Test func `every value has words in both languages, and none is its name in the code`() {
        for (name, words) in Self.values {
            for language in Language.allCases {
                // Commands are named in two rules, for those who write programs.
                if !name.contains(".") { #expect(flaw(in: words[language]) == nil, "\(name): \(words[language])") }
                #expect(!words[language].isEmpty)
            }
        }
    }

    @Test func `a cover is told with its ground, and the lack of one without`() {
        #expect(Cover(.provisional, .portability).words.french == "couverture provisoire, portabilité")
        #expect(Cover(.lapsed, .portability).words == Cover.State.lapsed.words)
    }

    @Test func `no two values of one enumeration are called alike`() {
        func check<Value: CaseIterable & Worded>(_ type: Value.Type) {
            for language in Language.allCases {
                let words = type.allCases.map { $0.words[language] }
                #expect(Set(words).count == words.count, "\(type): \(words)")
            }
        }
        check(Standing.self)
        check(Suspension.Cause.self)
        check(TemporaryCessation.Cause.self)
        check(Suspension.Income.self)
        check(Employment.Kind.self)
        check(EmploymentEnd.Reason.self)
        check(PortabilityEnd.Reason.self)
        check(Exemption.Ground.self)
        check(Relation.self)
        check(BeneficiaryStatus.Kind.self)
        check(BeneficiaryStatus.Evidence.self)
        check(SchemeParameter.self)
        check(ClerkCommand.self)
        check(WorkKind.self)
        check(Cover.Basis.self)
    }

    @Test func `the parameters with words are those of the schemes`() {
        #expect(SchemeParameter.allCases.map(\.rawValue) == ParameterSet.names)
    }

    @Test func `rules keep their words, typeset`() {
        #expect(Rule.proofOverdue.words.french == "L’attestation de France Travail du mois est en retard.")
        #expect(Rule.absenceAlreadyOpen.words.english == Rule.absenceAlreadyOpen.english)
    }

    @Test func `conditions of services are told where they are known`() {
        func words(_ name: String, _ value: Service.Condition.Value) -> String? {
            Service.Condition(name: name, value: value).words?.french
        }
        #expect(words("requestWithinDays", .number(20)) == "sous 20 jours")
        #expect(words("stayUnderDays", .number(31)) == "séjour de moins de 31 jours")
        #expect(words("meansTested", .flag(true)) == "sous conditions de ressources")
        #expect(words("other", .number(1)) == nil)
    }
}
