import Contracts
import FoundationEssentials
import Postgres

extension ProjectedRows {
    /// Changes the rows that a version already has of these contracts. Call it before `copy`.
    ///
    /// - Throws: `Projector.Trouble.rowsMissing`.
    func change(_ schema: String, in session: Session) throws {
        func table(_ name: String) -> SQL { SQL(unsafe: "\(schema).\(name)") }
        var statements: [Statement<Int>] = []
        if changedCount > 0 { statements.append(ContractRows.type(in: schema)) }
        if !endings.isEmpty { statements.append(.execute(end(in: table("deadline")))) }
        for part in KnownPart.allCases {
            guard let contracts = replaced[part] else { continue }
            statements.append(.execute("\(sql: part.keeping(schema)) WHERE contract_id = ANY (\(contracts))"))
        }
        if !renewed.isEmpty {
            for name in Self.tableNames {
                statements.append(.execute("DELETE FROM \(sql: table(name)) WHERE contract_id = ANY (\(renewed))"))
            }
        }
        if statements.isEmpty { return }
        let results = try session.pipeline(statements)
        if changedCount == 0 { return }
        let found = try session.execute(
            """
            \(sql: KnownPart.replacing(schema)) FROM unnest(\(ContractRows(changed, type: results[0]))::\(sql: table("contract"))[]) n
            WHERE c.contract_id = n.contract_id
            """)
        guard found == changedCount else { throw Projector.Trouble.rowsMissing(changedCount - found) }
    }

    /// Ends deadlines that no longer hold.
    private func end(in table: SQL) -> SQL {
        """
        UPDATE \(sql: table) t SET known_until = e.known_until
        FROM unnest(
            \(endings.map(\.contract)), \(endings.map { Codes.code($0.deadline.kind) }), \(endings.map { UUID(bits: $0.deadline.beneficiary?.bits ?? 0) }),
            \(endings.map { PostgresDate($0.deadline.dueOn) }), \(endings.map { $0.deadline.relevantThrough.map { PostgresDate($0) } }),
            \(endings.map { PostgresTimestamp($0.knownUntil) })
        ) AS e (contract_id, kind, person, due_on, relevant_through, known_until)
        WHERE t.contract_id = e.contract_id AND t.kind = e.kind AND t.person = e.person AND t.due_on = e.due_on
            AND t.relevant_through = coalesce(e.relevant_through, 'infinity') AND t.known_until = 'infinity'
        """
    }
}

extension KnownPart {
    /// The start of a statement that copies the part from the contract's row to its own table.
    func keeping(_ schema: String) -> SQL {
        let own = ["contract_id", "known_from"] + columns.map(\.own) + constants.map(\.own)
        let values = ["contract_id", from] + columns.map(\.contract) + constants.map(\.value)
        return SQL(
            unsafe: """
                INSERT INTO \(schema).\(table) (\(own.joined(separator: ", "))) SELECT \(values.joined(separator: ", ")) FROM \(schema).contract
                """)
    }

    /// The start of a statement that replaces parts of the row `c` with the non-null parts of `n`.
    static func replacing(_ schema: String) -> SQL {
        let parts = allCases.flatMap { part in
            (part.columns.map(\.contract) + [part.from]).map { "\($0) = CASE WHEN n.\(part.from) IS NULL THEN c.\($0) ELSE n.\($0) END" }
        }
        return SQL(
            unsafe: """
                UPDATE \(schema).contract c SET recorded_at = n.recorded_at, has_beneficiaries = c.has_beneficiaries OR n.has_beneficiaries,
                \(parts.joined(separator: ", "))
                """)
    }
}

/// Contract rows as one parameter: an array of the table's row type.
private struct ContractRows: PostgresEncodable {
    private let rows: BinaryRows
    private let type: UInt32

    /// - Parameter type: the identifier of the row type.
    init(_ rows: BinaryRows, type: Int) {
        self.rows = rows
        self.type = UInt32(type)
    }

    /// Queries the OID of the row type; each version has its own.
    static func type(in schema: String) -> Statement<Int> {
        Statement("SELECT \("\(schema).contract")::regtype::oid") { try $0.map { try $0.value(at: 0) }[0] }
    }

    /// Unspecified: the statement casts the parameter.
    static var postgresType: PostgresType { PostgresType(rawValue: 0) }

    /// The OIDs of the columns' types: PostgreSQL wants them beside the values of a row.
    private static let columns: [UInt32] = [
        2950, 1184, 1184, 1184, 16,  // contract_id, cover_from, liability_from, employment_from, has_beneficiaries
        1185, 1182, 1005, 1182,  // recorded_at, cover_starts, covers, dues
        1182, 1007, 1016, 1007,  // liability_starts, terms, amounts, unconfirmed
        1182, 1009,  // employment_starts, employers
    ]

    func encode(into bytes: inout [UInt8]) {
        func put(_ number: UInt32, at place: Int) {
            withUnsafeBytes(of: number.bigEndian) { for (offset, byte) in $0.enumerated() { bytes[place + offset] = byte } }
        }
        func append(_ number: UInt32) { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        let start = bytes.count
        // The array's header: one dimension, no nulls, the type, the count, the first index.
        for number in [1, 0, type, 0, 1] { append(number) }
        var count: UInt32 = 0
        rows.forEachRow { row in
            count += 1
            let size = bytes.count
            append(0)
            append(UInt32(Self.columns.count))
            var place = 2
            for column in Self.columns {
                let length = Int32(bigEndian: row.loadUnaligned(fromByteOffset: place, as: Int32.self))
                let end = place + 4 + Int(max(0, length))
                append(column)
                bytes.append(contentsOf: row[place..<end])
                place = end
            }
            put(UInt32(bytes.count - size - 4), at: size)
        }
        put(count, at: start + 12)
    }
}
