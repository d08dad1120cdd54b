import Access
import CivilTime
import ContractService
import Contracts
import Crypto
import Portfolio
import Words

/// The reminders of a day that were not sent yet, as known at an instant: the file, the letters and the mark are of the same list.
struct ReminderList: Sendable {
    /// The most reminders of one list: what follows comes once these are marked as sent.
    static let limit = 200

    /// The day of the list: what falls due within 30 days of it.
    let day: Day
    /// The instant of the knowledge.
    let knownAt: Instant
    let items: [ReminderItem]
    /// Whether more follow.
    let hasMore: Bool

    /// The reminders, as they are kept once they were sent.
    var reminders: [Reminder] { items.map(\.reminder) }

    /// What names this list, and no other.
    var mark: ReminderMark { ReminderMark(day: day, knownAt: knownAt, digest: Self.digest(of: reminders)) }

    static func digest(of reminders: [Reminder]) -> String {
        let lines = reminders.map { "\($0.contract) \($0.kind.rawValue) \($0.person) \($0.dueOn)" }.joined(separator: "\n")
        return SHA256.hash(data: Array(lines.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension BackOffice {
    /// The reminders of a day, as known at an instant.
    func reminders(on day: Day, knownAt: Instant) async throws -> ReminderList {
        let inquiry = Inquiry(
            .reminders(dueThrough: day.adding(days: WorkRequest.daysAhead)), knownAt: knownAt, page: Inquiry.Page(limit: ReminderList.limit)
        )
        let (lines, next) = try await lines(of: inquiry)
        let rows = lines.compactMap { WorkRow($0) }
        let items = try await items(rows, knownAt: .instant(knownAt)).compactMap { item -> ReminderItem? in
            guard case .deadline(let kind) = item.row.matter else { return nil }
            let reminder = Reminder(item.row.contract, kind, Person(item.row.beneficiary), dueOn: item.row.dueOn)
            return ReminderItem(reminder: reminder, contract: item.contract)
        }
        return ReminderList(day: day, knownAt: knownAt, items: items, hasMore: next != nil)
    }

    /// The list that a sealed mark names; nil when it was sealed more than an hour ago, or is not read as it was.
    func reminders(_ sealed: String?, _ visit: Visit) async throws -> ReminderList? {
        guard let mark = sealed.flatMap({ ReminderMark($0, seal, visit) }) else { return nil }
        let list = try await reminders(on: mark.day, knownAt: mark.knownAt)
        return list.mark == mark ? list : nil
    }
}
