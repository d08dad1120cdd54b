import Postgres

extension ProjectedRows {
    /// A table of a version, with the rows for it.
    struct Table {
        let name: String
        let columns: String
        let rows: BinaryRows
    }

    /// All tables.
    var tables: [Table] {
        [
            Table(
                name: "contract",
                columns: """
                    contract_id, cover_from, liability_from, employment_from, has_beneficiaries, recorded_at, cover_starts, covers, dues,
                    liability_starts, terms, amounts, unconfirmed, employment_starts, employers
                    """, rows: contract),
            Table(name: "cover", columns: "contract_id, person, known_from, place, relation, starts, covers, dues", rows: cover),
            Table(name: "liability", columns: "contract_id, known_from, starts, terms, amounts, unconfirmed", rows: liability),
            Table(name: "employment", columns: "contract_id, known_from, starts, employers", rows: employment),
            Table(
                name: "deadline", columns: "contract_id, kind, person, due_on, relevant_through, known_from, known_until", rows: deadline),
        ]
    }

    /// The names of all tables.
    static let tableNames = ProjectedRows().tables.map(\.name)

    /// Copies all rows into the tables of a version.
    func copy(into schema: String, in session: Session) throws {
        for table in tables where !table.rows.bytes.isEmpty {
            let statement = SQL(unsafe: "COPY \(schema).\(table.name) (\(table.columns)) FROM STDIN (FORMAT binary)")
            try session.copyIn(statement) { try $0.bytes(table.rows.bytes) }
        }
    }
}
