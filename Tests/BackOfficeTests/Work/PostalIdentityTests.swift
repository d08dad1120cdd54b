import JSON
import Testing

@testable import BackOffice

/// What stands in the window of a letter's envelope: six lines of 38 characters, or no letter.
@Suite struct PostalIdentityTests {
    private func block(_ address: String, givenNames: String = "Hugo", familyName: String = "Test") -> [String]? {
        PostalIdentity(["givenNames": .string(givenNames), "familyName": .string(familyName), "address": .string(address)]).block
    }

    @Test(arguments: [
        ("12 rue des Lilas, Bâtiment B, 29000 QUIMPER", ["12 rue des Lilas", "Bâtiment B", "29000 QUIMPER"]), ("", []),
        ("a,,b", ["a", "b"]),
        ("1,2,3,4,5", ["1", "2", "3", "4", "5"]), ("1,2,3,4,5,6,7", ["1, 2, 3, 4, 5, 6", "7"]),
        (
            "12 bis impasse du Vieux Moulin de la Petite Rivière 59491 Villeneuve-d'Ascq",
            ["12 bis impasse du Vieux Moulin de la", "Petite Rivière 59491 Villeneuve-d'Ascq"]
        ),
        (
            "Appartement 12, Escalier B, Bâtiment 3, Les Tilleuls, 12 rue des Lilas, 59000 Lille",
            ["Appartement 12, Escalier B, Bâtiment 3", "Les Tilleuls, 12 rue des Lilas", "59000 Lille"]
        ),
    ]) func `an address is broken at its commas, and else between words`(address: String, lines: [String]) {
        #expect(block(address) == ["Hugo Test"] + lines)
    }

    @Test func `a long name takes lines of the window too`() {
        let (given, family) = ("Marie-Antoinette Joséphine", "de La Tour d'Auvergne-Lauraguais")
        #expect(
            block("1 rue", givenNames: given, familyName: family)
                == ["Marie-Antoinette Joséphine de La Tour", "d'Auvergne-Lauraguais", "1 rue"])
    }

    @Test(arguments: [
        String(repeating: "Grande Prairie aux Coquelicots, ", count: 8), String(repeating: "x", count: 39),
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch, 59000 Lille",
    ]) func `what does not fit is no block`(address: String) { #expect(block(address) == nil) }

    @Test func `no line has more than 38 characters`() {
        for count in 1...60 {
            let address = (1...count).map { String(repeating: "é", count: $0 % 17 + 1) }.joined(separator: count % 3 == 0 ? ", " : " ")
            let block = block(address) ?? []
            #expect(block.count <= 6 && block.allSatisfy { $0.count <= 38 }, "\(block)")
        }
    }
}
