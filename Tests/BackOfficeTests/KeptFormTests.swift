import Crypto
import Testing

@testable import BackOffice

/// A form that came without a session.
@Suite struct KeptFormTests {
    private let seal = AddressSeal(key: SymmetricKey(size: .bits256))
    private let kept = KeptForm(
        PageFields([("reason", "é & <b>"), ("formToken", "0123"), ("reason", "")]), to: "/proposals/1/reject")

    @Test func `it opens in the browser that sent it, whoever signs in there, without the token of the session that ended`() throws {
        let sealed = kept.sealed(for: "secret", seal)
        let opened = try #require(KeptForm(sealed, in: "secret", by: "s.benali", seal))
        #expect(opened == kept && opened.path == "/proposals/1/reject")
        #expect(opened.fields.map(\.name) == ["reason", "reason"] && opened.fields.map(\.value) == ["é & <b>", ""])
    }

    @Test func `it opens in no other browser, and nothing else that is sealed is one`() {
        let sealed = kept.sealed(for: "secret", seal)
        #expect(KeptForm(sealed, in: "another", by: "s.benali", seal) == nil)
        #expect(KeptForm(sealed, in: nil, by: "s.benali", seal) == nil)
        #expect(KeptForm(seal.seal("{}", for: "find", owner: "s.benali"), in: "secret", by: "s.benali", seal) == nil)
    }
}
