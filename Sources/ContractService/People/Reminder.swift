public import CivilTime
public import Contracts
import FoundationEssentials
import Postgres

/// What somebody is reminded of, once: an overdue proof is another reminder than an awaited one.
public struct Reminder: Hashable, Sendable {
    /// The contract.
    public let contract: ContractID
    /// What waits.
    public let kind: WorkKind
    /// Whom it is about.
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
    /// Keeps that reminders were sent. One that was kept before stays as it is: sent then, and by whom.
    ///
    /// - Returns: how many were not kept before.
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

    /// How many reminders were sent on a day of Paris, by kind.
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
