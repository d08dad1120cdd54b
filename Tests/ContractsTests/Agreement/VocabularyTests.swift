import Contracts
import Testing

/// The model spells its closed lists itself: a value that one side lacks would never be tried.
@Suite struct VocabularyTests {
    @Test func `the model has the words of the rules`() {
        expectSame(ModelEmploymentKind.self, Employment.Kind.self)
        expectSame(ModelOption.self, Option.self)
        expectSame(ModelGround.self, Exemption.Ground.self)
        expectSame(ModelRelation.self, Relation.self)
        expectSame(ModelStatusKind.self, BeneficiaryStatus.Kind.self)
        expectSame(ModelEvidence.self, BeneficiaryStatus.Evidence.self)
        expectSame(ModelIncome.self, Suspension.Income.self)
        expectSame(ModelEndReason.self, EmploymentEnd.Reason.self)
        expectSame(ModelPortabilityEndReason.self, PortabilityEnd.Reason.self)
        #expect(Set(ModelCause.allCases.map(\.rawValue)) == names(Suspension.Cause.self).union(names(TemporaryCessation.Cause.self)))
        #expect(Set(ModelCause.closedList.map(\.rawValue)) == names(TemporaryCessation.Cause.self))
    }

    private typealias Words = RawRepresentable<String> & CaseIterable

    private func names<Values: Words>(_: Values.Type) -> Set<String> { Set(Values.allCases.map(\.rawValue)) }

    private func expectSame<Model: Words, Rules: Words>(_ model: Model.Type, _ rules: Rules.Type) {
        #expect(names(model) == names(rules), "\(model)")
    }
}
