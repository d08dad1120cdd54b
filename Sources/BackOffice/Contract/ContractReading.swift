import CivilTime
import ContractService
import Contracts
import Picture
import Words

/// All data of the contract page, computed from one reading of the log before any HTML is written.
struct ContractReading: Sendable {
    /// The question about a contract.
    struct Asked: Sendable {
        let on: Day
        let today: Day
        /// The month of the payments; nil for the month of `on`.
        let month: Month?
        /// The person whose reasons are shown.
        let why: Person
        let window: PictureSpan
        /// The highest version in the list of facts; nil for the last fact.
        let facts: Int?
        /// The fact that was just recorded.
        let recorded: Int?
    }

    /// How many facts a page lists.
    static let factsPerPage = 20

    /// The answers about the day, for the sentence.
    let day: ContractDay
    let pressing: [PressingWork]
    /// The first day of the unpaid absence that can still be continued.
    let suspensionFrom: Day?
    let picture: PictureLayout
    let table: PictureTable
    let scrubber: Scrubber
    let covers: [PersonCover]
    let option: Option?
    let employer: String?
    let reasons: [Reason]
    let cotisation: Cotisation
    /// The changes to earlier months by the facts learnt in the month, as known.
    let settled: Changes
    let eligibility: Eligibility
    let facts: FactList
    /// The changes by the fact just recorded; nil when none was named.
    let recorded: FactChanges?

    /// A person's cover on a day, and the run of days with the same cover.
    struct PersonCover: Sendable {
        /// The beneficiary; nil for the holder.
        let person: BeneficiaryID?
        let piece: Timeline<Cover>.Piece
    }

    /// Reads a known contract.
    init(_ record: ContractRecord, _ asked: Asked, names: ShownNames, in language: Language) throws {
        let contract = record.known
        let history = try record.history
        day = ContractDay(contract, on: asked.on, today: asked.today)
        pressing = contract.pressing(in: language) { names[$0] }
        suspensionFrom = pressing.first { $0.kind == .continuationDeadline }.flatMap { work in
            contract.firstDayOfAbsence(on: min(work.dueOn, contract.asOf))
        }

        let labels = PictureLabels(in: language)
        let subject = PictureSubject(
            of: contract, present: record.present, isPresent: record.knownAt == .now, names: { names[$0] }, in: language)
        picture = PictureLayout(of: subject, on: asked.on, span: asked.window, why: PersonKey(asked.why), labels: labels)
        table = PictureTable(of: subject, window: picture.window)
        scrubber = Scrubber(of: subject)

        covers =
            [PersonCover(person: nil, piece: contract.cover.piece(around: asked.on))]
            + contract.beneficiaries.map { PersonCover(person: $0.id, piece: contract.cover(of: $0).piece(around: asked.on)) }
        option = contract.option(on: asked.on)
        employer = contract.situation.employer[asked.on]
        let person = contract.beneficiaries.first { $0.id == asked.why.beneficiary }
        reasons = person.map { contract.coverReasons(of: $0, on: asked.on) } ?? contract.coverReasons(on: asked.on)

        let month = asked.month ?? Month(of: asked.on)
        cotisation = contract.cotisation(of: month)
        settled = history.settled(in: month, by: contract)
        eligibility = contract.eligibility(on: asked.on)
        facts = FactList(of: contract, through: asked.facts, in: history)
        recorded = asked.recorded.flatMap { history.changes(toldBy: $0...$0).last }
    }
}

extension PersonKey {
    /// The holder or a beneficiary.
    init(_ person: Person) { self = person.beneficiary.map { .beneficiary($0) } ?? .holder }
}

extension Contract {
    /// The first day of the unpaid absence that includes a day, from the fact that decided it.
    fileprivate func firstDayOfAbsence(on day: Day) -> Day? {
        let version = eligibility(on: day).continuation.because.compactMap(\.event).first
        return events.first { $0.version == version }?.fact.effectiveOn
    }
}

extension ContractHistory {
    /// The changes to all months by the facts learnt in a month, as a contract knows them.
    fileprivate func settled(in month: Month, by contract: Contract) -> Changes {
        guard let start = Instant(firstOf: month), let end = Instant(firstOf: month.next)?.adding(microseconds: -1),
            contract.events.contains(where: { $0.recordedAt >= start && $0.recordedAt <= end }),
            let before = self.contract(knownAt: start.adding(microseconds: -1))
        else { return .none }
        let after = contract.knownAt <= end ? contract : self.contract(knownAt: end) ?? contract
        return after.changes(since: before)
    }
}

extension Instant {
    /// The first instant of a month in Paris; nil outside the calendar.
    init?(firstOf month: Month) {
        // Midnight of the 1st in Paris is one or two hours before midnight UTC. Clocks never change in that night.
        guard Month.calendar.contains(month) else { return nil }
        let utc = Int64(month.firstDay.number) * 86_400_000_000
        let hour: Int64 = 3_600_000_000
        let candidates = [utc - hour, utc - 2 * hour].map { Instant(microseconds: $0) }
        guard let first = candidates.first(where: { $0.parisTime == (month.firstDay, 0, 0) }) else { return nil }
        self = first
    }
}
