public import CivilTime

/// What a fact bears on: its row in the one table of all facts, ``Fact/bearing``.
///
/// What is kept of a contract is made again by these rows. A new fact does not compile before it has one.
struct Bearing {
    /// What the fact may change.
    let aspects: Aspects
    /// The column of the transition table; `nil` for an attached fact.
    let column: TransitionTable.Column?
    /// The day from which the fact is true; `nil` for a fact without such a day.
    let effectiveOn: Day?
    /// The first day on which the fact may change something.
    let changesFrom: Day
    /// Whether no rescission annuls the fact. Such a fact takes no room in the contract.
    let isFinal: Bool

    /// What the facts of a contract change.
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
        /// The scheme, on which all depends.
        static let scheme = Aspects(rawValue: 512)
        static let all = Aspects(rawValue: 1023)

        /// Whether all transitions are lawful: a start of portability may rest on a continuation.
        static let lawfulness: Aspects = [.standing, .continuation]
        /// The days of portabilities.
        static let portabilities: Aspects = [.standing, .proofs]
        /// The holder's cover.
        static let holderCover: Aspects = [.standing, .continuation, .proofs]
        /// The holder's cover and option.
        static let holder = holderCover.union(.option)
        /// Who the beneficiaries are, and their rights.
        static let rights: Aspects = [.enrolments, .statuses]
        /// Everyone's cover: that of beneficiaries follows the holder's.
        static let cover = holderCover.union(rights)
        /// What waits for a clerk: neither pay nor an option moves a deadline.
        static let deadlines = cover.union(.mandates)
        /// What a month comes to: the employer's code does not matter.
        static let cotisation = all.subtracting(.employer)

        /// Whether these aspects and others have one in common.
        func touch(_ others: Aspects) -> Bool { !isDisjoint(with: others) }
    }

    /// A row of the table.
    ///
    /// - Parameters:
    ///   - day: a fact without a day may change every day.
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
        // A status told on joining holds on days of an earlier enrolment too.
        case .enrolment(let fact): Bearing(.rights, on: fact.effectiveOn, since: fact.status?.period.from)
        case .statusRecord(let fact): Bearing(.statuses, on: fact.status.period.from)
        case .removal(let fact): Bearing(.enrolments, on: fact.effectiveOn)
        case .continuationRequest(let fact): Bearing(.continuation, on: fact.suspensionFrom)
        case .continuationEnd(let fact): Bearing(.continuation, on: fact.effectiveOn)
        case .proof(let fact): Bearing(.proofs, on: fact.month.firstDay)
        case .optionChange(let fact): Bearing(.option, on: fact.effectiveOn)
        case .payDeclaration(let fact): Bearing(.pay, on: fact.effectiveOn)
        case .employerChange(let fact): Bearing(.employer, on: fact.effectiveOn)
        // Recorded, and part of no answer.
        case .remoteTransmissionChange(let fact): Bearing([], on: fact.effectiveOn)
        case .mandateRegistration(let fact): Bearing(.mandates, on: fact.effectiveOn)
        case .mandateRevocation(let fact): Bearing(.mandates, on: fact.effectiveOn)
        case .rescission: Bearing(.all, on: nil, isFinal: true)
        case .erasure: Bearing([], on: nil, isFinal: true)
        }
    }

    /// The day from which the fact is true: the first day without employment for its end, the 1st of a proof's month, the first day
    /// of the absence for a request to continue. A rescission has none, nor has an erasure.
    public var effectiveOn: Day? { bearing.effectiveOn }

    /// The scheme that the fact names.
    public var scheme: String? { bearing.aspects.contains(.scheme) ? named.scheme : nil }

    /// Whether the fact may be the first of a contract.
    public var mayOpenContract: Bool { scheme != nil }
}
