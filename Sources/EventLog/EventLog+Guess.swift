public import FoundationEssentials
public import Postgres

extension EventLog {
    /// Records a draft of few rows in one round trip, on a guess: that nobody else has appended since this process did, that the contracts in
    /// `unseen` have no events, that none of `keys` is known, and that `now` is the time. The log itself says whether all of that is so.
    ///
    /// - Parameters:
    ///   - unseen: contracts that were not looked at, and are taken to have no events.
    ///   - keys: those of the draft, and of whatever else rests on their being new.
    ///   - known: what was looked up for all other contracts.
    /// - Returns: a verdict for each proposal, what it says being durable; `nil` when there is nothing to guess by, or when the guess was wrong:
    ///   nothing is recorded then.
    public static func append(
        _ draft: Draft, now: Int64, guessing unseen: [UUID], keys: [String], known: LookedUp, announcer: Announcer, in session: Session
    ) throws -> [Verdict]? {
        guard !draft.isCopied, let head = known.own.end(since: known.positions) else { return nil }
        var copy = FairCopy(of: draft, behind: head, now: now)
        var verdicts: [Verdict] = []
        for (place, ruling) in Ruling.on(draft.claims).enumerated() {
            guard case .accepted = ruling else { return nil }
            verdicts.append(.appended(copy.add(place)))
        }
        if copy.head == head { return nil }
        let isAnnounced = announcer.isDue()
        let moving = moving(
            to: copy.head,
            where: """
                position = \(head.position) AND hash = \(head.hash) AND \(sql: LogClock.hasNoFault(at: now))
                AND NOT EXISTS (SELECT FROM log.event WHERE contract_id = ANY (\(unseen)))
                AND NOT EXISTS (SELECT FROM log.idempotency WHERE key = ANY (\(keys)))
                """)
        let closing = (isAnnounced ? [Statement.execute(announcement)] : []) + [commit]
        do {
            let moved = try session.pipeline([begin, moving] + copy.guardedStatements + closing)[1]
            if moved == 0 { return nil }
        } catch {
            known.own.end()
            throw error
        }
        known.own.noteCommitted(from: head, through: copy.head)
        if !isAnnounced { announcer.announceLater() }
        return verdicts
    }
}
