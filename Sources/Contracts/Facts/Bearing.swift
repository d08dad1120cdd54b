public import CivilTime

/// The effects of a fact: its row in the table of all facts, ``Fact/bearing``.
///
/// Caches of a contract are updated by these rows. A new fact does not compile without one.
struct Bearing {
    /// The aspects that the fact may change.
    let aspects: Aspects
    /// Its column in the transition table; `nil` for an attached fact.
    let column: TransitionTable.Column?
    /// The day from which the fact is true; `nil` if it has no such day.
    let effectiveOn: Day?
    /// The first day on which the fact may change something.
    let changesFrom: Day
    /// Whether no rescission can annul the fact. Such a fact does not count against the contract's limit.
    let isFinal: Bool

    /// The aspects of a contract that facts change.
    struct Aspects: OptionSet {
        let rawValue: UInt16

        /// The holder's standing.
        static let standing = Aspects(rawValue: 1)
        /// The continuation of unpaid absences.
        static let continuation = Aspects(rawValue: 2)
        /// The proofs of portabilities.
        static let proofs = Aspects(rawValue: 4)
        /// Who is enrolled, and when.
        static let enrolments = Aspects(rawValue: 8)
        /// The statuses of beneficiaries.
        static let statuses = Aspects(rawValue: 16)
        static let option = Aspects(rawValue: 32)
        static let pay = Aspects(rawValue: 64)
        static let mandates = Aspects(rawValue: 128)
        static let employer = Aspects(rawValue: 256)
        /// The scheme, on which everything depends.
        static let scheme = Aspects(rawValue: 512)
        static let all = Aspects(rawValue: 1023)

        /// Whether all transitions are lawful: a start of portability may depend on a continuation.
        static let lawfulness: Aspects = [.standing, .continuation]
        /// The days of portabilities.
        static let portabilities: Aspects = [.standing, .proofs]
        /// The holder's cover.
        static let holderCover: Aspects = [.standing, .continuation, .proofs]
        /// The holder's cover and option.
        static let holder = holderCover.union(.option)
        /// Who the beneficiaries are, and their rights.
        static let rights: Aspects = [.enrolments, .statuses]
        /// Everyone's cover: a beneficiary's cover follows the holder's.
        static let cover = holderCover.union(rights)
        /// The deadlines: neither pay nor an option moves one.
        static let deadlines = cover.union(.mandates)
        /// The cotisation of months: the employer's code does not matter.
        static let cotisation = all.subtracting(.employer)

        /// Whether two sets of aspects have one in common.
        func touch(_ others: Aspects) -> Bool { !isDisjoint(with: others) }
    }

    /// A row of the table.
    ///
    /// - Parameters:
    ///   - day: the effective day; without one, the fact may change every day.
    ///   - earlier: a day before `day` on which the fact may change something.
    fileprivate init(
        _ aspects: Aspects, on day: Day?, as column: TransitionTable.Column? = nil, since earlier: Day? = nil, isFinal: Bool = false
    ) {
        self.aspects = aspects
        self.column = column
        effectiveOn = day
        changesFrom = min(day ?? .distantPast, earlier ?? day ?? .distantPast)
        self.isFinal = isFinal
    }
}

extension Fact {
    /// The row of the fact in the table.
    var bearing: Bearing {
        switch self {
        case .affiliation(let fact): Bearing([.scheme, .standing, .option, .pay, .employer], on: fact.effectiveOn, as: .affiliate)
        case .exemption(let fact): Bearing([.scheme, .standing], on: fact.effectiveOn, as: .exempt)
        case .suspension(let fact): Bearing(.standing, on: fact.effectiveOn, as: fact.isPaid ? .suspendPaid : .suspendUnpaid)
        case .temporaryCessation(let fact): Bearing(.standing, on: fact.effectiveOn, as: .startTemporaryCessation)
        case .resumption(let fact): Bearing(.standing, on: fact.effectiveOn, as: .resume)
        case .employmentEnd(let fact): Bearing(.standing, on: fact.effectiveOn, as: .endEmployment)
        case .portabilityStart(let fact): Bearing(.standing, on: fact.effectiveOn, as: .startPortability)
        case .portabilityEnd(let fact): Bearing(.standing, on: fact.effectiveOn, as: .endPortability)
        // A status that comes with an enrolment also holds on days of an earlier enrolment.
        case .enrolment(let fact): Bearing(.rights, on: fact.effectiveOn, since: fact.status?.period.from)
        case .statusRecord(let fact): Bearing(.statuses, on: fact.status.period.from)
        case .removal(let fact): Bearing(.enrolments, on: fact.effectiveOn)
        case .continuationRequest(let fact): Bearing(.continuation, on: fact.suspensionFrom)
        case .continuationEnd(let fact): Bearing(.continuation, on: fact.effectiveOn)
        case .proof(let fact): Bearing(.proofs, on: fact.month.firstDay)
        case .optionChange(let fact): Bearing(.option, on: fact.effectiveOn)
        case .payDeclaration(let fact): Bearing(.pay, on: fact.effectiveOn)
        case .employerChange(let fact): Bearing(.employer, on: fact.effectiveOn)
        // Recorded, but used by no answer.
        case .remoteTransmissionChange(let fact): Bearing([], on: fact.effectiveOn)
        case .mandateRegistration(let fact): Bearing(.mandates, on: fact.effectiveOn)
        case .mandateRevocation(let fact): Bearing(.mandates, on: fact.effectiveOn)
        case .rescission: Bearing(.all, on: nil, isFinal: true)
        case .erasure: Bearing([], on: nil, isFinal: true)
        }
    }

    /// The day from which the fact is true; `nil` for a rescission, an erasure, and a start of portability without a bulletin.
    ///
    /// For an end of employment it is the first day without employment; for a proof, the 1st of its month; for a request to continue, the
    /// first day of the absence.
    public var effectiveOn: Day? { bearing.effectiveOn }

    /// The scheme that the fact names.
    public var scheme: String? { bearing.aspects.contains(.scheme) ? named.scheme : nil }

    /// Whether the fact may be the first of a contract.
    public var mayOpenContract: Bool { scheme != nil }
}
