import CivilTime
import Testing

@testable import ContractService

/// A line is taken apart into names and terms, in whatever order and form they are written.
@Suite struct FindLineTests {
    @Test(
        arguments: [
            ("Durand", ["DURAND"], []), ("durand-kerbrat, Camille", ["DURAND", "KERBRAT", "CAMILLE"], []),
            ("Durand 14/03/1985", ["DURAND"], [[.birthDay("1985-03-14")]]), ("1985-03-14 Durand", ["DURAND"], [[.birthDay("1985-03-14")]]),
            ("14.3.1985", [], [[.birthDay("1985-03-14")]]), ("14-03-1985", [], [[.birthDay("1985-03-14")]]),
            ("Durand 14 mars 1985", ["DURAND"], [[.birthDay("1985-03-14")]]), ("1er août 1985", [], [[.birthDay("1985-08-01")]]),
            ("14 03 1985", [], [[.birthDay("1985-03-14")]]),
            ("2 85 03 29 156 001 19 Kerbrat", ["KERBRAT"], [[.nir("285032915600119")]]),
            ("FR76 3000 6000 0112 3456 7890 189", [], [[.iban("FR7630006000011234567890189")]]),
            ("02 98 00 00 00", [], [[.phone("0298000000")]]), ("+33 2 98 00 00 00 Le Goff", ["LE", "GOFF"], [[.phone("0298000000")]]),
            ("S.Kerbrat@Exemple.fr", [], [[.email("s.kerbrat@exemple.fr")]]),
            ("Kerbrat 1985", ["KERBRAT"], [[.birthYear(1985), .contract(digits: "1985"), .employer("1985")]]),
            ("0290012e", [], [[.contract(digits: "0290012e"), .employer("0290012E")]]), ("0290012K", [], [[.employer("0290012K")]]),
            ("5c0f2c1e-7f0", [], [[.contract(digits: "5c0f2c1e7f0")]]),
        ] as [(String, [String], [[FindLine.Reading]])])
    func `a line says who is meant`(line: String, names: [String], terms: [[FindLine.Reading]]) throws {
        let line = try #require(FindLine(line, employers: .standard))
        #expect(line.names == names)
        #expect(line.terms == terms)
    }

    @Test func `a number of the register is known without its key`() throws {
        let line = try #require(FindLine("2850329156001", employers: .standard))
        #expect(line.terms == [[.nir("285032915600119")]])
    }

    @Test(arguments: ["", "   ", ",;", "-", String(repeating: "a", count: 201), String(repeating: "a ", count: 17)])
    func `an empty line means nobody, and one too long is not read`(line: String) {
        #expect(FindLine(line, employers: .standard) == nil)
    }

    @Test(arguments: ["31/02/1985", "99 mars 1985", "@", "+", "0", "1985-13-01", "'", "💙 x", "2A", "FR76", "----1---", "1/2/3/4"])
    func `no line is too strange to be read`(line: String) {
        _ = FindLine(line, employers: .standard)
    }
}
