import CivilTime

/// The holder's cover on a day, with the reasons for it.
struct Ground {
    let cover: PendingCover
    private let reason: Reason
    private let besides: Reason?

    init(_ cover: Cover, _ reason: Reason, _ besides: Reason? = nil) {
        self.init(pending: .settled(cover), reason, besides)
    }

    init(pending cover: PendingCover, _ reason: Reason, _ besides: Reason? = nil) {
        self.cover = cover
        self.reason = reason
        self.besides = besides
    }

    /// The reasons, with deadlines judged on a day.
    func reasons(asOf: Day) -> [Reason] {
        var reasons = [reason]
        if let besides { reasons.append(besides) }
        if case .unproven(let dueThrough) = cover { reasons.append(Reason(ProofState(unproven: dueThrough, asOf: asOf).rule)) }
        return reasons
    }
}
