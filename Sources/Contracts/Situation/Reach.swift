import CivilTime

/// How far a fact reaches into the situation of a contract: what it may change, and from which day on.
///
/// A fact changes nothing of the days before the one from which it is true, nor of the months before that day's.
struct Reach {
    /// What a situation tells of.
    struct Aspects: OptionSet {
        let rawValue: UInt8

        /// On what ground the holder is covered, and with it all others.
        static let cover = Aspects(rawValue: 1)
        /// Who the beneficiaries are, and their rights.
        static let rights = Aspects(rawValue: 2)
        static let option = Aspects(rawValue: 4)
        static let pay = Aspects(rawValue: 8)
        static let mandate = Aspects(rawValue: 16)
        static let employer = Aspects(rawValue: 32)
        static let all: Aspects = [.cover, .rights, .option, .pay, .mandate, .employer]
    }

    private(set) var aspects: Aspects
    /// The first day on which they may change.
    private(set) var from: Day

    /// All, on every day.
    static let everything = Reach(aspects: .all, from: .distantPast)
    /// Nothing.
    static let nothing = Reach(aspects: [], from: Day(number: .max))

    /// Whether nothing of what was drawn before stays.
    var isEverything: Bool { !aspects.isEmpty && from <= .distantPast }

    /// Whether a deadline may come, go or move: neither pay nor an option moves one.
    var mayMoveDeadlines: Bool { !aspects.isDisjoint(with: [.cover, .rights, .mandate]) }

    /// How far facts reach, told after all others in this order.
    init(of facts: some Sequence<Fact>) {
        self = facts.reduce(into: .nothing) { $0.formUnion(Reach(of: $1)) }
    }

    /// How far a fact reaches, told after all others. A rescission reaches everywhere.
    init(of fact: Fact) {
        switch fact {
        // They name a scheme, on which all depends.
        case .affiliation, .exemption: aspects = .all
        case .suspension, .temporaryCessation, .resumption, .employmentEnd, .portabilityStart, .portabilityEnd: aspects = .cover
        case .continuationRequest, .continuationEnd, .proof: aspects = .cover
        case .enrolment, .statusRecord, .removal: aspects = .rights
        case .optionChange: aspects = .option
        case .payDeclaration: aspects = .pay
        case .mandateRegistration, .mandateRevocation: aspects = .mandate
        case .employerChange: aspects = .employer
        case .remoteTransmissionChange: aspects = []
        case .rescission: aspects = .all
        case .erasure:
            self = .nothing
            return
        }
        from = fact.effectiveOn ?? .distantPast
        // A status told on joining holds on days of an earlier enrolment too.
        if case .enrolment(let enrolment) = fact, let status = enrolment.status { from = min(from, status.period.from ?? .distantPast) }
    }

    private init(aspects: Aspects, from: Day) {
        self.aspects = aspects
        self.from = from
    }

    /// As far as either.
    mutating func formUnion(_ other: Reach) {
        aspects.formUnion(other.aspects)
        from = min(from, other.from)
    }
}
