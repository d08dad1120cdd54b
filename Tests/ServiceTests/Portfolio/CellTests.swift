import CivilTime
import Contracts
import JSON
import Testing

@testable import Portfolio

/// The cells of tables, byte by byte.
@Suite struct CellTests {
    @Test(
        arguments: [
            ("0750001A", "0750001A", #""=""0750001A""""#), ("075E10", "075E10", #""=""075E10""""#), ("007", "007", #""=""007""""#),
            ("12345678901234567890", "12345678901234567890", #""=""12345678901234567890""""#), ("", "", ""),
            ("=1+1", "'=1+1", #""=""=1+1""""#), ("+33", "'+33", #""=""+33""""#), ("-1", "'-1", #""=""-1""""#),
            ("@SUM(A1)", "'@SUM(A1)", #""=""@SUM(A1)""""#),
            ("\t=1", "'\t=1", "\"=\"\"\t=1\"\"\""), ("\r=1", "\"'\r=1\"", "\"=\"\"\r=1\"\"\""), ("a,b", #""a,b""#, #""=""a,b""""#),
            ("a;b", "a;b", #""=""a;b""""#), (#"a"b"#, #""a""b""#, #""=""a""""b""""#), (#"=","x"#, #""'="",""x""#, #""=""="""",""""x""""#),
            ("a=1", "a=1", #""=""a=1""""#),
        ])
    func `a text is a text, and never a formula of its own`(text: String, csv: String, excel: String) {
        #expect(cell { $0.text(text, .csv) } == csv && cell { $0.text(text, .excelFrench) } == excel)
    }

    @Test(
        arguments: [
            (0, "0,00"), (5, "0,05"), (-5, "-0,05"), (3770, "37,70"), (-100, "-1,00"), (1_000_000_000_000, "10000000000,00"),
            (.min, "-92233720368547758,08"),
        ] as [(Int, String)])
    func `euros have a comma and two decimals`(cents: Int, euros: String) {
        #expect(cell { $0.amount(Money(cents: cents), .excelFrench) } == euros)
        if cents != .min { #expect(cell { $0.amount(Money(cents: cents), .csv) } == "\(cents)") }
    }

    private func cell(_ write: (inout LineWriter) -> Void) -> String {
        var writer = LineWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `a table is as a French spreadsheet reads it`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            for employer in ["0750001A", "075E10", "007"] {
                _ = try await service.contracts.affiliated(.affiliation(["employer": .string(employer)]))
            }
            try await portfolio.catchUp()
            let totals = try await portfolio.text(
                .totals(month: "2026-03", employer: nil), knownAt: "2030-01-01T00:00:00Z", format: .excelFrench)
            let lines = totals.split(separator: "\r\n").map(String.init)
            #expect(lines.count == 4 && lines[0].unicodeScalars.first == "\u{FEFF}" && totals.hasSuffix("\r\n"))
            #expect(
                lines[0].dropFirst()
                    == "mois;connu le;employeur;situation;contrats;employeur vers assureur (€);agent vers assureur (€);employeur vers agent (€)"
            )
            #expect(lines[1].hasPrefix(#""=""2026-03""";2030-01-01T00:00:00Z;"=""007""";active;1;"#))
            #expect(lines[1].split(separator: ";").suffix(3).allSatisfy { $0.wholeMatch(of: /-?[0-9]+,[0-9]{2}/) != nil })
            for question: PortfolioQuestion in [
                .coverage(on: "2026-03-05", employer: "075E10", state: nil), .cotisations(month: "2026-03", employer: "075E10"),
            ] {
                let text = try await portfolio.text(question, format: .excelFrench)
                let widths = text.split(separator: "\r\n").map { $0.split(separator: ";", omittingEmptySubsequences: false).count }
                #expect(widths.count == 2 && widths[0] == widths[1] && text.hasPrefix("\u{FEFF}contrat;"))
            }
            #expect(
                try await portfolio.text(.worklist(kind: nil, dueThrough: nil), format: .excelFrench).contains(
                    "nature;contrat;bénéficiaire;échéance;règle;doublon;autre contrat;autre bénéficiaire;employeur;appel;montant (€);motif;fichier;référence;ligne de la banque\r\n"
                ))
        }
    }
}
