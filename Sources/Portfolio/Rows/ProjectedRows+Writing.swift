import Postgres

extension ProjectedRows {
    /// Copies all rows into the tables of a version.
    func copy(into schema: String, in session: Session) throws {
        let tables: [(columns: String, rows: RowBuffer)] = [
            ("contract (contract_id, recorded_at)", contract),
            ("cover (contract_id, person, known_from, place, relation, starts, covers, dues)", cover),
            ("liability (contract_id, known_from, starts, terms, amounts, unconfirmed)", liability),
            ("employment (contract_id, known_from, starts, employers)", employment),
            ("deadline (contract_id, kind, person, due_on, relevant_through, known_from, known_until)", deadline),
        ]
        for (columns, rows) in tables where !rows.bytes.isEmpty {
            try session.copyIn(SQL(stringLiteral: "COPY \(schema).\(columns) FROM STDIN (FORMAT binary)")) { try $0.bytes(rows.bytes) }
        }
    }
}
