import Access
import CivilTime
import ContractService
import Contracts
import Crypto
import Portfolio
import Words

/// The unsent reminders of a day, as known at an instant. The file, the letters and the mark use the same list.
struct ReminderList: Sendable {
    /// The most reminders in a list; further ones follow after these are marked as sent.
    static let limit = 200

    /// The day of the list, which holds what is due up to 30 days after it.
    let day: Day
    /// The instant of the knowledge.
    let knownAt: Instant
    let items: [ReminderItem]
    /// Whether more follow.
    let hasMore: Bool

    /// The reminders to be stored when they are sent.
    var reminders: [Reminder] { items.map(\.reminder) }

    /// The mark that identifies this list.
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

    /// The list of a sealed mark; nil when it was sealed more than an hour ago, or when the list has changed.
    func reminders(_ sealed: String?, _ visit: Visit) async throws -> ReminderList? {
        guard let mark = sealed.flatMap({ ReminderMark($0, seal, visit) }) else { return nil }
        let list = try await reminders(on: mark.day, knownAt: mark.knownAt)
        return list.mark == mark ? list : nil
    }
}
