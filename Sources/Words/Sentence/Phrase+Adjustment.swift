import CivilTime
public import Contracts

extension Phrase {
    /// The amounts to collect and to refund: `À régulariser : 217,54 € à encaisser de l’agent, 42,00 € à rendre à l’employeur.`
    ///
    /// - Parameter flows: the present amounts minus those known before; negative means a refund.
    /// - Returns: `nil` when all three amounts are zero.
    public static func adjustment(_ flows: Flows, in language: Language) -> Phrase? {
        let parts = [
            part(
                flows.agentToInsurer, in: language, both("à encaisser de l'agent", "to collect from the agent"),
                both("à rendre à l'agent", "to refund to the agent")),
            part(
                flows.employerToInsurer, in: language, both("à encaisser de l'employeur", "to collect from the employer"),
                both("à rendre à l'employeur", "to refund to the employer")),
            part(
                flows.employerToAgent, in: language, both("que l'employeur rembourse à l'agent", "that the employer refunds to the agent"),
                both("que l'agent rend à l'employeur", "that the agent gives back to the employer")),
        ].compactMap(\.self)
        if parts.isEmpty { return nil }
        let all = Phrase.joined(parts, by: ", ")
        return switch language {
        case .french: "À régulariser : \(all)."
        case .english: "To settle: \(all)."
        }
    }

    private static func part(_ amount: Money, in language: Language, _ owed: Bilingual, _ refunded: Bilingual) -> Phrase? {
        if amount == .zero { return nil }
        let magnitude = amount < .zero ? Money.zero - amount : amount
        return "\(Phrase.amount(magnitude, in: language)) \((amount < .zero ? refunded : owed)[language])"
    }
}
