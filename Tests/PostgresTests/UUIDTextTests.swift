import FoundationEssentials
import Postgres
import Testing

@Suite struct UUIDTextTests {
    @Test func `a UUID is written and read as Foundation does`() {
        for _ in 1...1000 {
            let uuid = UUID()
            #expect(uuid.text == uuid.uuidString.lowercased())
            #expect(UUID(text: uuid.text) == uuid && UUID(text: uuid.uuidString) == uuid && UUID(bits: uuid.bits) == uuid)
        }
    }

    @Test(arguments: [
        "", "0195a3c0-1f2e-7a4b-8c6d-9e0f1a2b3c4", "0195a3c01f2e-7a4b-8c6d-9e0f1a2b3c4d-", "0195a3c0-1f2e-7a4b-8c6d-9e0f1a2b3c4g",
    ])
    func `anything else is none`(text: String) {
        #expect(UUID(text: text) == nil)
    }
}
