public import CivilTime

/// All that portfolio questions ask of a contract as known at an instant, with the day on which deadlines are judged left open.
///
/// It says what the answers of the ``Contract`` known at that instant say, of every day and month, once it is judged on a day.
public struct Situation: Equatable, Sendable {
    /// The holder's cover and option.
    public struct HolderPiece: Hashable, Sendable {
        /// The cover.
        public let cover: PendingCover
        /// The option; `nil` without cover.
        public let option: Option?

        /// A cover with its option.
        public init(cover: PendingCover, option: Option?) {
            self.cover = cover
            self.option = option
        }
    }

    /// A beneficiary, and their cover.
    public struct BeneficiaryLine: Equatable, Sendable {
        /// Who.
        public let id: BeneficiaryID
        /// What they are to the holder.
        public let relation: Relation
        /// Their cover on every day.
        public let cover: Timeline<PendingCover>

        /// A beneficiary's line.
        public init(id: BeneficiaryID, relation: Relation, cover: Timeline<PendingCover>) {
            self.id = id
            self.relation = relation
            self.cover = cover
        }
    }

    /// What a month comes to, and on what terms.
    public struct Liability: Hashable, Sendable {
        /// The day of the month that decides it: 1, or that of the month's first affiliation.
        public let dayOfMonth: Int
        /// The holder's standing on that day.
        public let standing: Standing
        /// Who pays what to whom.
        public let due: Flows
        /// How it is collected.
        public let collection: CotisationCollection
        /// The parameters used that are not confirmed.
        public let unconfirmed: ParameterSet

        /// A month's liability.
        public init(dayOfMonth: Int, standing: Standing, due: Flows, collection: CotisationCollection, unconfirmed: ParameterSet) {
            self.dayOfMonth = dayOfMonth
            self.standing = standing
            self.due = due
            self.collection = collection
            self.unconfirmed = unconfirmed
        }
    }

    /// The holder's cover and option on every day.
    public let holder: Timeline<HolderPiece>
    /// Everyone with an enrolment in force, in the order in which they were first told.
    public let beneficiaries: [BeneficiaryLine]
    /// The employer's code on every day, as an affiliation or a change of employer told it last; `nil` before the first. It is kept after
    /// the end of employment.
    public let employer: Timeline<String?>
    /// What every month comes to.
    public let liabilities: MonthLine<Liability>
    /// What waits for a clerk, or will: by due day, then by kind, then in the order of the beneficiaries; none twice.
    public let deadlines: [Deadline]

    /// A situation from its parts.
    public init(
        holder: Timeline<HolderPiece>, beneficiaries: [BeneficiaryLine], employer: Timeline<String?>, liabilities: MonthLine<Liability>,
        deadlines: [Deadline]
    ) {
        self.holder = holder
        self.beneficiaries = beneficiaries
        self.employer = employer
        self.liabilities = liabilities
        self.deadlines = deadlines
    }
}

extension Timeline where Value == PendingCover {
    /// The longest run of days around a day with the same state and basis, deadlines judged on another.
    public func judgedPiece(around day: Day, asOf: Day) -> Timeline<Cover>.Piece {
        piece(around: day) { $0.judged(asOf: asOf) }
    }
}

extension Timeline where Value == Situation.HolderPiece {
    /// The longest run of days around a day with the same state and basis, whatever the option; deadlines judged on another.
    public func judgedPiece(around day: Day, asOf: Day) -> Timeline<Cover>.Piece {
        piece(around: day) { $0.cover.judged(asOf: asOf) }
    }
}
