import CivilTime
import ContractService
import JSON
import Testing
import Words

@testable import BackOffice

/// What a preview showed, as the button sends it back.
@Suite struct SeenPreviewTests {
    private static let contract = ContractID("8478e081-f7a1-5b28-8712-599e98b277cf")!
    private static let day = Day(year: 2027, month: 7, day: 12)!

    private func seen(
        contract: ContractID = SeenPreviewTests.contract, command: ClerkCommand = .resume, body: JSON = ["effectiveOn": "2027-07-05"],
        version: Int = 7, day: Day = SeenPreviewTests.day, changes: String = "{}"
    ) -> SeenPreview {
        SeenPreview(contract: contract, command: command, body: body, version: version, day: day, changes: Array(changes.utf8))
    }

    @Test func `it differs when anything does`() {
        let others = [
            seen(contract: ContractID("51b756c5-85d3-53c2-bd94-15efa0e53050")!), seen(command: .changeOption),
            seen(body: ["effectiveOn": "2027-07-06"]), seen(version: 8), seen(day: Self.day.next), seen(changes: "{} "),
        ]
        #expect(Set(others + [seen()]).count == others.count + 1)
    }

    @Test func `the order of a body's fields makes no difference`() {
        #expect(seen(body: ["a": 1, "b": 2]) == seen(body: ["b": 2, "a": 1]))
    }

    @Test func `the key of a command is that of the draft and the version, and tells nothing of what was typed`() {
        let key = seen().key(of: "sealed")
        #expect(key.utf8.allSatisfy { 0x21...0x7E ~= $0 } && key.utf8.count < 256)
        #expect(seen(body: ["iban": "FR7630006000011234567890189"], changes: "[]").key(of: "sealed") == key)
        #expect(Set([key, seen().key(of: "sealed again"), seen(version: 8).key(of: "sealed")]).count == 3)
    }

    @Test func `a form gives it back, and no other text is one`() {
        #expect(SeenPreview(seen().description) == seen())
        for text in ["", "7", "7-", "x-\(String(repeating: "0", count: 64))", "7-\(String(repeating: "g", count: 64))", "7-00"] {
            #expect(SeenPreview(text) == nil)
        }
    }
}
