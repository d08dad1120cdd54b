import CivilTime
import ContractService
import Contracts
import Picture
import Words

/// The data of *Ce qui a changé*, computed from one reading of the log.
struct ChangesReading: Sendable {
    /// The contract in the first knowledge; nil when it was unknown.
    let before: Contract?
    let changes: Changes
    /// The versions of the facts recorded between the two, in order.
    let learnt: [Int]
    let picture: PictureLayout
    let table: PictureTable

    /// Why two knowledges cannot be compared.
    enum Trouble: Error {
        case noSuchFact
        case later
    }

    /// Compares two knowledges of a contract.
    ///
    /// - Parameters:
    ///   - record: the record at the second instant.
    ///   - first: the first knowledge; nil for the one before the last facts of the second.
    init(_ record: ContractRecord, since first: KnownAt?, today: Day, names: ShownNames, in language: Language) throws {
        let (after, history) = (record.known, try record.history)
        switch first {
        case .version(let version):
            guard version <= record.present.version else { throw Trouble.noSuchFact }
            before = history.contract(atVersion: version)
        case .instant(let instant): before = history.contract(knownAt: instant)
        case .now: before = record.present
        case nil: before = history.contract(atVersion: (after.firstOfLastStep?.version ?? 1) - 1)
        }
        if let before, before.version > after.version || before.knownAt > after.knownAt { throw Trouble.later }
        changes = after.changes(since: before)
        learnt = Array(((before?.version ?? 0) + 1)..<(after.version + 1))
        let labels = PictureLabels(in: language)
        func subject(_ contract: Contract) -> PictureSubject {
            PictureSubject(
                of: contract, present: record.present, isPresent: contract.knownAt == record.present.knownAt, names: { names[$0] },
                in: language)
        }
        let nothing = try Contract(events: [], knownAt: after.knownAt, schemes: record.schemes)
        let (shown, earlier) = (subject(after), subject(before ?? nothing))
        let first = changes.firstDay
        picture = PictureLayout(of: shown, before: earlier, on: min(first ?? today, today), showing: first, labels: labels)
        table = PictureTable(of: shown, before: earlier, window: picture.window)
    }
}

extension Changes {
    /// The first day on which a cover differs; if none does, the first day of the months that differ.
    var firstDay: Day? {
        cover.compactMap(\.period.from).filter { Day.calendar.contains($0) }.min() ?? cotisation.compactMap { $0.from?.firstDay }.min()
    }
}
