import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// A row of the worklist, used as a position in it.
struct WorkCursor: LosslessStringConvertible {
    private let kind: Int16
    let dueOn: Day
    let contract: UInt128
    let person: UInt128
    /// `nil` when it stays relevant until something changes.
    private let relevantThrough: Day?

    init(_ row: inout BinaryRow) throws {
        kind = try row.int16()
        dueOn = try row.day()
        contract = try row.uuid()
        person = try row.uuid()
        let through = try row.value(PostgresDate.self)
        relevantThrough = through == .infinity ? nil : Day(through)
    }

    /// The position of a deadline of the holder.
    init(_ kind: Deadline.Kind, of contract: UInt128, dueOn: Day) {
        self.kind = Codes.code(kind)
        self.contract = contract
        self.dueOn = dueOn
        person = 0
        relevantThrough = nil
    }

    /// The position behind all deadlines that are due on a day or before.
    init(behindAllDueOn day: Day) {
        kind = Int16(Codes.deadlines.count - 1)
        dueOn = day
        contract = .max
        person = .max
        relevantThrough = nil
    }

    /// The deadline of the row.
    var deadline: Deadline {
        Deadline(
            kind: Codes.deadlines[Int(kind)], beneficiary: person == 0 ? nil : BeneficiaryID(bits: person), dueOn: dueOn,
            relevantThrough: relevantThrough)
    }

    /// A condition: a table's row comes after this one by due day, contract and kind.
    func isBefore(_ table: String) -> String {
        // The first part is a bound for an index on these columns.
        let place = "(date '\(dueOn)', uuid '\(UUID(bits: contract).text)')"
        return """
            (\(table).due_on, \(table).contract_id) >= \(place) AND ((\(table).due_on, \(table).contract_id) > \(place) OR \(table).kind > \(kind))
            """
    }

    /// A condition: a table's row comes after this one by due day, contract, kind, person and relevant day.
    func isBeforeRow(_ table: String) -> String {
        let order = ["due_on", "contract_id", "kind", "person", "relevant_through"].map { "\(table).\($0)" }
        let values = ["date '\(dueOn)'", "uuid '\(UUID(bits: contract).text)'", "\(kind)", personValue, relevantDay]
        func tuple(_ values: some Sequence<String>) -> String { "(\(values.joined(separator: ", ")))" }
        // The first part is a bound for an index on these columns.
        return "\(tuple(order.prefix(2))) >= \(tuple(values.prefix(2))) AND \(tuple(order)) > \(tuple(values))"
    }

    /// The row as a value that PostgreSQL can compare.
    var sql: String {
        "(\(kind), date '\(dueOn)', uuid '\(UUID(bits: contract).text)', \(personValue), \(relevantDay))"
    }

    private var personValue: String { "uuid '\(UUID(bits: person).text)'" }

    private var relevantDay: String { "date '\(relevantThrough?.description ?? "infinity")'" }

    init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let kind = Int16(parts[0]), Codes.deadlines.indices.contains(Int(kind)), let dueOn = Day(parts[1]),
            let contract = UUID(text: parts[2]), let person = UUID(text: parts[3])
        else { return nil }
        if parts[4].isEmpty {
            relevantThrough = nil
        } else {
            guard let day = Day(parts[4]) else { return nil }
            relevantThrough = day
        }
        self.kind = kind
        self.dueOn = dueOn
        self.contract = contract.bits
        self.person = person.bits
    }

    var description: String {
        "\(kind)_\(dueOn)_\(UUID(bits: contract).text)_\(UUID(bits: person).text)_\(relevantThrough?.description ?? "")"
    }
}
