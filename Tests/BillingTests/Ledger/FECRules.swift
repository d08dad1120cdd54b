import CivilTime

/// What the tax administration's public test program asks of a ledger (LPF, A47 A-1), told from the text alone.
struct FECRules {
    private let rows: [[String]]
    private let lines: [Substring]
    private let head: String

    init(_ text: String) {
        lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        head = String(lines.first ?? "")
        rows = lines.dropFirst().dropLast().map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    private static let names = [
        "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
        "PieceDate",
        "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
    ]

    /// What is wrong with the text; empty when nothing is.
    ///
    /// - Parameter year: the year of the ledger.
    func objections(year: Int) -> Set<String> {
        var found: Set<String> = []
        func expect(_ holds: Bool, _ objection: String) { if !holds { found.insert(objection) } }

        expect(head.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) == Self.names, "columns")
        expect(lines.last == "", "end")
        expect(lines.joined().utf8.allSatisfy { 0x20...0x7E ~= $0 || $0 == 0x09 }, "ASCII")
        guard rows.allSatisfy({ $0.count == 18 }) else { return found.union(["columns"]) }

        var entries: [String: [String: [[String]]]] = [:]
        var order: [String: [String]] = [:]
        for row in rows {
            for column in [0, 1, 2, 3, 4, 5, 8, 9, 10, 15] { expect(!row[column].allSatisfy { $0 == " " }, Self.names[column]) }
            for column in [3, 9, 15] { expect(Self.day(row[column]) != nil, "date") }
            for column in [13, 14, 16, 17] { expect(row[column].isEmpty, "lettering or currency") }
            expect(Self.day(row[3]).map { $0.components.year == year } ?? true, "year")
            expect(row[4].wholeMatch(of: /[1-8][0-9]{2}[A-Za-z0-9]*/) != nil, "account")
            expect(row[6].isEmpty == row[7].isEmpty, "auxiliary")
            let amounts = [row[11], row[12]]
            expect(amounts.allSatisfy { $0.wholeMatch(of: /[0-9]+,[0-9]{2}/) != nil }, "amount")
            expect(amounts.filter { $0 == "0,00" }.count == 1, "debit or credit")
            let key = row[2]
            if entries[row[0], default: [:]][key] == nil { order[row[0], default: []].append(key) }
            entries[row[0], default: [:]][key, default: []].append(row)
        }
        for (column, label) in [(0, 1), (4, 5), (6, 7)] {
            for (_, own) in Dictionary(grouping: rows, by: { $0[column] }) {
                expect(Set(own.map { $0[label] }).count == 1, Self.names[label])
            }
        }
        for (journal, own) in entries {
            for entry in own.values {
                expect(entry.map { Self.cents($0[11]) - Self.cents($0[12]) }.reduce(0, +) == 0, "balance")
                expect(Set(entry.map { $0[3] }).count == 1, "one date")
            }
            let numbers = (order[journal] ?? []).map { Int($0) ?? 0 }
            expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }, "sequence")
        }
        let validated = rows.compactMap { Self.day($0[15]) }
        expect(zip(validated, validated.dropFirst()).allSatisfy { $0 <= $1 }, "order of validation")
        let openings = rows.prefix { $0[0] == "AN" }
        expect(openings.count == rows.count { $0[0] == "AN" }, "openings first")
        expect(!openings.contains { $0[4].hasPrefix("6") || $0[4].hasPrefix("7") }, "openings of income or losses")
        expect(openings.allSatisfy { $0[3] == "\(year)0101" }, "openings on the first day")
        return found
    }

    private static func day(_ text: String) -> Day? {
        let digits = Array(text)
        return digits.count == 8 ? Day("\(String(digits[..<4]))-\(String(digits[4..<6]))-\(String(digits[6...]))") : nil
    }

    private static func cents(_ text: String) -> Int { Int(text.filter { $0 != "," }) ?? 0 }
}
