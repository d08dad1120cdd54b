import JSON
import Testing
import Words

@testable import BackOffice

/// A person's form: what is wrong in it, and what becomes of two changes at once.
@Suite struct TypedIdentityTests {
    private func typed(_ fields: [String: String], seen: String? = nil) -> TypedIdentity {
        TypedIdentity(PageFields(fields.map { (name: $0.key, value: $0.value) }), seen: seen)
    }

    @Test(
        arguments: [
            (["nir": "1 23 45"], [.nir]), (["email": "nobody"], [.email]), (["phone": "call me"], [.phone]),
            (["familyName": String(repeating: "x", count: 201), "nir": "2"], [.familyName, .nir]),
            (["familyName": "Durand", "email": "camille@exemple.fr", "phone": "06 12 34 56 78"], []), ([:], []),
        ] as [([String: String], [IdentityField])])
    func `each field that is not of its form is found`(fields: [String: String], wrong: [IdentityField]) {
        #expect(typed(fields).wrong == wrong)
    }

    @Test func `what was typed survives its text`() throws {
        let before = typed(["familyName": "\"\u{301} <b>", "tag": "t1"], seen: "{\"familyName\":\"Durand\"}")
        let after = try #require(TypedIdentity(before.text))
        #expect(after.fields == before.fields && after.seen == [.familyName: "Durand"] && after.tag == "t1")
        #expect(TypedIdentity("nonsense") == nil)
    }

    @Test func `a colleague's change stays where the clerk changed nothing`() {
        let seen = "{\"familyName\":\"Durand\",\"phone\":\"01\"}"
        let held: [IdentityField: String] = [.familyName: "Durand", .phone: "02", .email: "c@d.fr"]
        #expect(
            typed(["familyName": "Durand-Petit", "phone": "01"], seen: seen).merged(with: held)
                == [.familyName: "Durand-Petit", .phone: "02", .email: "c@d.fr"])
        // What the form had shown is not known any more: what was typed stays.
        #expect(typed(["phone": "01"]).merged(with: held) == [.phone: "01"])
    }
}
