public import CivilTime

/// A contract's answers to portfolio questions, known at an instant but not yet judged on a day.
///
/// Once judged on a day, it gives the same answers as the ``Contract`` known at that instant.
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
        /// The beneficiary's identifier.
        public let id: BeneficiaryID
        /// Their relation to the holder.
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

    /// The cotisation of a month, and its terms.
    public struct Liability: Hashable, Sendable {
        /// The deciding day of the month: 1, or the day of the month's first affiliation.
        public let dayOfMonth: Int
        /// The holder's standing on that day.
        public let standing: Standing
        /// The amounts between the parties.
        public let due: Flows
        /// How it is collected.
        public let collection: CotisationCollection
        /// The unconfirmed parameters used.
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
    /// Everyone with an enrolment in force, in the order of their first enrolment.
    public let beneficiaries: [BeneficiaryLine]
    /// The employer's code on every day, from the last affiliation or change of employer; `nil` before the first. It stays after the end of
    /// employment.
    public let employer: Timeline<String?>
    /// The cotisation of every month.
    public let liabilities: MonthLine<Liability>
    /// The present and future deadlines, without duplicates: by due day, then kind, then in the order of the beneficiaries.
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
    /// The longest run of days around `day` with the same state and basis, judged on `asOf`.
    public func judgedPiece(around day: Day, asOf: Day) -> Timeline<Cover>.Piece {
        piece(around: day) { $0.judged(asOf: asOf) }
    }
}

extension Timeline where Value == Situation.HolderPiece {
    /// The longest run of days around `day` with the same state and basis but any option, judged on `asOf`.
    public func judgedPiece(around day: Day, asOf: Day) -> Timeline<Cover>.Piece {
        piece(around: day) { $0.cover.judged(asOf: asOf) }
    }
}
