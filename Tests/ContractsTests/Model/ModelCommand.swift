/// A beneficiary, by a small number that stands for a UUID.
typealias ModelPerson = Int

/// The commands, with the fields of their bodies.
indirect enum ModelCommand: Hashable, Sendable {
    case affiliate(Affiliation)
    case exempt(Exemption)
    case addBeneficiary(Joining)
    case recordBeneficiaryStatus(beneficiary: ModelPerson, status: Status)
    case removeBeneficiary(beneficiary: ModelPerson, effectiveOn: ModelDay)
    case suspend(effectiveOn: ModelDay, cause: ModelCause, income: ModelIncome)
    case requestContinuation(suspensionFrom: ModelDay, requestedOn: ModelDay)
    case endContinuation(effectiveOn: ModelDay)
    case startTemporaryCessation(effectiveOn: ModelDay, cause: ModelCause, childBornOn: ModelDay?)
    case resume(effectiveOn: ModelDay)
    case endEmployment(lastDay: ModelDay, reason: ModelEndReason)
    case startPortability(PortabilityStart)
    case recordProof(Proof)
    case endPortability(effectiveOn: ModelDay, reason: ModelPortabilityEndReason)
    case changeOption(effectiveOn: ModelDay, option: ModelOption)
    case declarePay(effectiveOn: ModelDay, grossMonthlyPayCents: Int)
    case changeEmployer(effectiveOn: ModelDay, employer: String)
    case changeRemoteTransmission(effectiveOn: ModelDay, remoteTransmission: Bool)
    case registerMandate(effectiveOn: ModelDay, mandateReference: String, signedOn: ModelDay)
    case revokeMandate(effectiveOn: ModelDay, mandateReference: String)
    case rescind(version: Int)
    case correct(rescind: [Int], commands: [ModelCommand])

    struct Affiliation: Hashable, Sendable {
        var scheme = "fpe-education-2026"
        var effectiveOn: ModelDay
        var employer = "0750001A"
        var employmentKind = ModelEmploymentKind.civilServant
        var employmentStartedOn: ModelDay = "2019-09-01"
        var employmentEndsOn: ModelDay?
        var holderBornOn: ModelDay = "1985-03-14"
        var option = ModelOption.base
        var grossMonthlyPayCents = 250_000
    }

    struct Exemption: Hashable, Sendable {
        var scheme = "fpe-education-2026"
        var effectiveOn: ModelDay
        var through: ModelDay?
        var ground: ModelGround
        var swornStatementOn: ModelDay = "2026-04-18"
    }

    struct Joining: Hashable, Sendable {
        var beneficiary: ModelPerson
        var relation: ModelRelation
        var bornOn: ModelDay
        var fiscallyDependent = true
        var effectiveOn: ModelDay
        var status: Status?
    }

    struct Status: Hashable, Sendable {
        var kind: ModelStatusKind
        var from: ModelDay
        var through: ModelDay?
        var cdaph: Bool?
        var evidence: ModelEvidence?
    }

    struct Bulletin: Hashable, Sendable {
        var lastDay: ModelDay
        var activityPeriods: [Activity]
    }

    struct Activity: Hashable, Sendable {
        var from: ModelDay
        var through: ModelDay
    }

    struct Notification: Hashable, Sendable {
        var opensOn: ModelDay
        var benefitThrough: ModelDay?
    }

    struct PortabilityStart: Hashable, Sendable {
        var bulletin: Bulletin?
        var notification: Notification?
        var retired = false
    }

    /// `lostOn` is there exactly when `compensated` is false.
    struct Proof: Hashable, Sendable {
        var month: ModelMonth
        var compensated: Bool
        var lostOn: ModelDay?
    }
}

extension ModelCommand {
    /// The name of the command's route.
    var name: String {
        switch self {
        case .affiliate: "affiliate"
        case .exempt: "exempt"
        case .addBeneficiary: "add-beneficiary"
        case .recordBeneficiaryStatus: "record-beneficiary-status"
        case .removeBeneficiary: "remove-beneficiary"
        case .suspend: "suspend"
        case .requestContinuation: "request-continuation"
        case .endContinuation: "end-continuation"
        case .startTemporaryCessation: "start-temporary-cessation"
        case .resume: "resume"
        case .endEmployment: "end-employment"
        case .startPortability: "start-portability"
        case .recordProof: "record-france-travail-proof"
        case .endPortability: "end-portability"
        case .changeOption: "change-option"
        case .declarePay: "declare-pay"
        case .changeEmployer: "change-employer"
        case .changeRemoteTransmission: "change-remote-transmission"
        case .registerMandate: "register-mandate"
        case .revokeMandate: "revoke-mandate"
        case .rescind: "rescind"
        case .correct: "correct"
        }
    }

    static let names = [
        "affiliate", "exempt", "add-beneficiary", "record-beneficiary-status", "remove-beneficiary", "suspend", "request-continuation",
        "end-continuation", "start-temporary-cessation", "resume", "end-employment", "start-portability", "record-france-travail-proof",
        "end-portability", "change-option", "declare-pay", "change-employer", "change-remote-transmission", "register-mandate",
        "revoke-mandate", "rescind", "correct",
    ]

    /// What is recorded of the command, one event each, when all of it is new.
    var parts: [ModelCommand] {
        guard case .correct(let versions, let commands) = self else { return [self] }
        return versions.map { .rescind(version: $0) } + commands
    }

    var isRescission: Bool {
        if case .rescind = self { true } else { false }
    }

    /// The day on which a transition takes effect; nil for an attached fact and for a rescission.
    var transitionDay: ModelDay? {
        switch self {
        case .affiliate(let affiliation): affiliation.effectiveOn
        case .exempt(let exemption): exemption.effectiveOn
        case .suspend(let day, _, _), .startTemporaryCessation(let day, _, _), .resume(let day), .endPortability(let day, _): day
        case .endEmployment(let lastDay, _): lastDay.next
        case .startPortability(let start): start.bulletin?.lastDay.next
        default: nil
        }
    }
}
