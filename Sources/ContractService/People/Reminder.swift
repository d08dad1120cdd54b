public import CivilTime
public import Contracts
import FoundationEssentials
import Postgres

/// A reminder, sent once per contract, kind, person and due day. A proof that becomes overdue has another kind, and gets another reminder.
public struct Reminder: Hashable, Sendable {
    /// The contract.
    public let contract: ContractID
    /// The kind of pending work.
    public let kind: WorkKind
    /// The person concerned.
    public let person: Person
    /// Its due day.
    public let dueOn: Day

    /// A reminder.
    public init(_ contract: ContractID, _ kind: WorkKind, _ person: Person, dueOn: Day) {
        self.contract = contract
        self.kind = kind
        self.person = person
        self.dueOn = dueOn
    }
}

extension ContractService {
    /// Records that reminders were sent. Earlier records of the same reminder stay unchanged.
    ///
    /// - Returns: The number of new records.
    public func keepSent(_ reminders: [Reminder], by caller: String) async throws -> Int {
        let now = PostgresTimestamp(microsecondsSince1970: clock.now().microseconds)
        let (contracts, kinds) = (reminders.map(\.contract.uuid), reminders.map(\.kind.rawValue))
        let (persons, days) = (reminders.map(\.person.description), reminders.map(\.dueOn.description))
        do {
            return try await people.database.withSession { session in
                try session.query(
                    """
                    INSERT INTO office.reminder_sent (contract_id, kind, person, due_on, sent_at, sent_by)
                    SELECT contract_id, kind, person, due_on::date, \(now), \(caller)
                    FROM unnest(\(contracts), \(kinds), \(persons), \(days)) AS r (contract_id, kind, person, due_on)
                    ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING RETURNING 1
                    """, as: Int.self
                ).count
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// The number of reminders sent on a day in Paris, by kind.
    public func remindersSent(on day: Day) async throws -> [WorkKind: Int] {
        do {
            return try await people.database.withSession { session in
                let counts = try session.query(
                    """
                    SELECT kind, count(*) FROM office.reminder_sent
                    WHERE sent_at >= \(day.description)::timestamp AT TIME ZONE 'Europe/Paris'
                        AND sent_at < (\(day.description)::timestamp + interval '1 day') AT TIME ZONE 'Europe/Paris'
                    GROUP BY kind
                    """, as: (String, Int).self)
                return Dictionary(uniqueKeysWithValues: counts.compactMap { name, count in WorkKind(rawValue: name).map { ($0, count) } })
            }
        } catch { throw ServiceError(error) ?? error }
    }
}
