/// One contract: the list of what was recorded, and nothing else.
struct ModelContract: Sendable {
    enum Verdict: Hashable, Sendable {
        case accepted(version: Int)
        /// Accepted, and nothing to record.
        case unchanged
        case refused(ModelRule)

        var rule: ModelRule? {
            if case .refused(let rule) = self { rule } else { nil }
        }
    }

    let scheme: ModelScheme
    /// The most facts and beneficiaries that it may hold.
    var limits: (facts: Int, beneficiaries: Int)?
    private(set) var events: [ModelEvent] = []

    init(scheme: ModelScheme) {
        self.scheme = scheme
    }

    /// What was known at an instant; nil when the contract was not.
    func history(knownAt instant: ModelInstant) -> ModelHistory? {
        let recorded = events.filter { $0.recordedAt <= instant }
        return recorded.isEmpty ? nil : ModelHistory(scheme: scheme, recorded: recorded, knownAt: instant)
    }

    /// What was known when an event had just been recorded; nil when there is no such event.
    func history(atVersion version: Int) -> ModelHistory? {
        guard let event = events.first(where: { $0.version == version }) else { return nil }
        return ModelHistory(scheme: scheme, recorded: events.filter { $0.version <= version }, knownAt: event.recordedAt)
    }

    /// Decides a command at an instant that is not before any recorded one, and records it when it is accepted.
    mutating func submit(_ command: ModelCommand, at instant: ModelInstant) -> Verdict {
        if case .correct = command, events.isEmpty { return .refused(.contractUnknown) }
        var draft = self
        for part in command.parts {
            let known = ModelHistory(scheme: scheme, recorded: draft.events, knownAt: instant)
            if let rule = draft.refusal(of: part, knowing: known) { return .refused(rule) }
            if case .recordProof(let proof) = part, known.proofs.contains(proof) { continue }
            draft.events.append(ModelEvent(version: draft.events.count + 1, recordedAt: instant, command: part))
        }
        if draft.events == events { return .unchanged }
        let with = ModelHistory(scheme: scheme, recorded: draft.events, knownAt: instant)
        if let rule = with.firstBrokenRule() { return .refused(rule) }
        if command.parts.contains(where: \.isRescission), with.hasDayWithTwoPartners { return .refused(.beneficiaryPartnerExists) }
        self = draft
        return .accepted(version: events.count)
    }
}
