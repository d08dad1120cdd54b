import CivilTime

/// The timelines and deadlines of a contract as known at an instant. Comparing two contracts compares these.
struct Knowledge {
    /// The day on which deadlines are judged.
    private(set) var asOf: Day
    /// `nil` for a contract without events: no cover, no right, no deadline, and nothing due.
    private var drawing: SituationDrawing?
    private(set) var rights: HolderRights

    /// The knowledge of no contract.
    static let none = Knowledge(asOf: .distantPast)

    private init(asOf day: Day) {
        asOf = day
        rights = HolderRights()
    }

    /// Computes the timelines and deadlines of a contract.
    init(of contract: Contract) {
        self.init(asOf: contract.asOf)
        draw(contract)
    }

    /// Recomputes what may have changed since the last computation.
    ///
    /// - Parameters:
    ///   - contract: the same contract, with more facts.
    ///   - reach: the reach of those facts.
    mutating func follow(_ contract: Contract, from reach: Reach) {
        asOf = contract.asOf
        if drawing == nil || reach.isEverything { return draw(contract) }
        drawing?.follow(contract, from: reach)
        rights.follow(contract, from: reach)
    }

    private mutating func draw(_ contract: Contract) {
        if contract.version == 0 { return }
        drawing = SituationDrawing(of: contract)
        rights = HolderRights(of: contract)
    }

    /// The holder's cover and option.
    var holder: Timeline<Situation.HolderPiece> {
        drawing?.situation.holder ?? Timeline(Situation.HolderPiece(cover: .none, option: nil))
    }

    /// Everyone with an enrolment in force: their cover, and the days of their right.
    var beneficiaries: [BeneficiaryID: (cover: Timeline<PendingCover>, right: Timeline<Bool>)] {
        guard let lines = drawing?.lines else { return [:] }
        let drawn = zip(lines.covers, lines.rights).map { (cover: $0, right: $1) }
        return Dictionary(uniqueKeysWithValues: zip(lines.beneficiaries.map(\.id), drawn))
    }

    /// The employer's code.
    var employer: Timeline<String?> { drawing?.situation.employer ?? Timeline(nil) }

    /// The cotisation of every month.
    var liabilities: MonthLine<Situation.Liability> {
        drawing?.situation.liabilities ?? MonthLine { _ in (.nothing, until: nil) }
    }

    /// The deadlines, of the present and the future.
    var deadlines: [Deadline] { drawing?.situation.deadlines ?? [] }
}

extension Situation.Liability {
    /// The cotisation of a month while no contract is known.
    fileprivate static let nothing = Situation.Liability(
        dayOfMonth: 1, standing: .outside, due: .zero, collection: CotisationCollection(method: .none, mandateMissing: false),
        unconfirmed: ParameterSet())
}
