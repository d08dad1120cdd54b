// What a question is answered, on the keys the interface names.

struct ModelCover: Hashable, Sendable {
    enum State: String, Sendable { case covered, provisional, suspended, lapsed, exempt, none }
    enum Basis: String, Sendable { case active, paidAbsence, temporaryCessation, continuation, portability }

    var state: State
    var basis: Basis?

    static let none = ModelCover(state: .none, basis: nil)
}

/// The longest run of days, both inclusive; nil where it has no end.
struct ModelRun: Hashable, Sendable {
    var from: ModelDay?
    var through: ModelDay?
}

struct ModelCoverage: Hashable, Sendable {
    struct Beneficiary: Hashable, Sendable {
        var beneficiary: ModelPerson
        var relation: ModelRelation
        var cover: ModelCover
        var run: ModelRun
    }

    var holder: ModelCover
    var option: ModelOption?
    var run: ModelRun
    var beneficiaries: [Beneficiary]
}

struct ModelCotisation: Hashable, Sendable {
    enum Method: String, Sendable { case payroll, directDebit, none }

    var standing: ModelStanding
    var employerToInsurerCents = 0
    var agentToInsurerCents = 0
    var employerToAgentCents = 0
    var method = Method.none
    var mandateMissing = false
    /// The unconfirmed parameters among those of money that the answer used.
    var unconfirmed: Set<String> = []
}

struct ModelEligibility: Hashable, Sendable {
    struct Continuation: Hashable, Sendable {
        var eligible: Bool
        var through: ModelDay?
    }

    struct Proof: Hashable, Sendable {
        enum State: String, Sendable { case proven, awaited, overdue }
        var month: ModelMonth
        var state: State
        var dueThrough: ModelDay
    }

    struct Portability: Hashable, Sendable {
        var eligible: Bool
        var missing: [ModelRule]
        var from: ModelDay?
        var through: ModelDay?
        var months: Int?
        var proofs: [Proof] = []
    }

    struct Beneficiary: Hashable, Sendable {
        var beneficiary: ModelPerson
        var eligible: Bool
        var through: ModelDay?
    }

    var continuation: Continuation
    var portability: Portability
    var beneficiaries: [Beneficiary]
}
