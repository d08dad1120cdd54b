import CivilTime

/// Who pays a month, and to whom.
enum Charge {
    /// Employer and agent each pay their share (G10).
    case shared
    /// The agent pays all, and the employer refunds its share (G5).
    case advanced
    /// The agent pays all (G13).
    case agentAlone
    /// Nothing is due.
    case nobody

    /// Who pays, by the basis of the holder's cover.
    init(on basis: Cover.Basis?) {
        self =
            switch basis {
            case .active, .paidAbsence: .shared
            case .temporaryCessation: .advanced
            case .continuation: .agentAlone
            case .portability, nil: .nobody
            }
    }

    func flows(of lines: [CotisationLine]) -> Flows {
        let employer = lines.reduce(.zero) { $0 + $1.employerShare }
        let agent = lines.reduce(.zero) { $0 + $1.agentShare }
        return switch self {
        case .shared: Flows(employerToInsurer: employer, agentToInsurer: agent, employerToAgent: .zero)
        case .advanced: Flows(employerToInsurer: .zero, agentToInsurer: employer + agent, employerToAgent: employer)
        case .agentAlone: Flows(employerToInsurer: .zero, agentToInsurer: agent, employerToAgent: .zero)
        case .nobody: .zero
        }
    }

    func rules(of lines: [CotisationLine]) -> [Rule] {
        let parts: [Rule] = [
            lines.contains { $0.component == .option } ? .cotisationOption : nil,
            lines.contains { $0.beneficiary != nil } ? .cotisationBeneficiaries : nil,
        ].compactMap(\.self)
        return switch self {
        case .shared: [.cotisationBase] + parts + [.collection]
        case .advanced: [.cotisationTemporaryCessation] + parts + [.collection]
        case .agentAlone: [.cotisationContinuation] + parts + [.collection]
        case .nobody: [.cotisationNone]
        }
    }
}
