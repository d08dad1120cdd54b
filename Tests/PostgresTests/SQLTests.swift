import Postgres
import Testing

@Suite struct SQLTests {
    @Test func `values become parameters and never text`() {
        let name = "'; DROP TABLE person; --"
        let sql: SQL = "SELECT * FROM person WHERE name = \(name) AND age > \(30)"
        #expect(sql.text == "SELECT * FROM person WHERE name = $1 AND age > $2")
    }

    @Test func `composed statements are numbered anew`() {
        let condition: SQL = "a = \(1) OR b = \(2)"
        let sql: SQL = "SELECT \(0) WHERE \(sql: condition) LIMIT \(3)"
        #expect(sql.text == "SELECT $1 WHERE a = $2 OR b = $3 LIMIT $4")
    }

    @Test func `parts are joined with a separator`() {
        let conditions: [SQL] = ["a = \(1)", "b", "c = \(2)"]
        #expect(SQL.joined(conditions, separator: " AND ").text == "a = $1 AND b AND c = $2")
        #expect(SQL.joined([], separator: ", ").text == "")
    }

    @Test func `a text of the program's own is taken as it is, and as a part`() {
        let table = SQL(unsafe: "person_" + "7")
        #expect(("SELECT \(1) FROM \(sql: table)" as SQL).text == "SELECT $1 FROM person_7")
    }

    @Test func `composed parameters keep their values`() async throws {
        let (left, right): (SQL, SQL) = ("\("a") || \("")", "\("b") || \(String?.none ?? "c")")
        try await withPool { database in
            let text = try await database.withSession { try $0.one("SELECT \(sql: left) || \(sql: right) || \("d")", as: String.self) }
            #expect(text == "abcd")
        }
    }

    @Test(arguments: ["", "0750001A", "O'Hara", "'; DROP TABLE t; --", "\\", "a\\'b", "é'\u{1F600}", "$$x$$", "E'x'", "\n\t%_"])
    func `a literal is its text, and nothing of it is executed`(text: String) async throws {
        try await withPool(connections: 1) { database in
            try await database.withSession { session in
                for setting in ["on", "off"] {
                    try session.executeScript("SET standard_conforming_strings = \(setting); SET escape_string_warning = off")
                    #expect(try session.one(SQL(unsafe: "SELECT \(SQL.literal(text))::text").unprepared(), as: String.self) == text)
                }
                #expect(try session.one(SQL(unsafe: "SELECT \(SQL.literal("a\0b"))").unprepared(), as: String.self) == "a\u{FFFD}b")
            }
        }
    }
}
