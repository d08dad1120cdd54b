import CivilTime
import JSON
import Vault

extension SearchTerm {
    /// The search terms for a person with this identity.
    ///
    /// - Parameter birthDays: all recorded days of birth, including annulled ones, so that a rescission changes no term.
    static func terms(of identity: JSON, bornOn birthDays: [Day]) -> [SearchTerm] {
        var terms = birthDays.map { SearchTerm(.birthDay, $0.description) }
        if let nir = identity["nir"]?.string.flatMap({ NIR($0) }) { terms.append(.nir(nir.text)) }
        if let email = identity["email"]?.string { terms.append(.email(email)) }
        if let phone = identity["phone"]?.string { terms.append(.phone(phone)) }
        let names = ["familyName", "birthName"].compactMap { identity[$0]?.string }.reduce(into: Set<String>()) { names, name in
            names.formUnion(NameForm.familyNames(in: name))
        }
        let given = identity["givenNames"]?.string.flatMap { NameForm.words(of: $0).first }
        let initial = given?.first
        for name in names {
            terms.append(.familyName(name))
            for day in birthDays {
                let year = day.components.year
                terms.append(.name(name, bornOn: day))
                if let given { terms.append(.wholeName(name, given: given, bornOn: day)) }
                if let initial { terms.append(.name(name, initial: initial, bornIn: year)) }
                if let start = SearchTerm.nameStart(name, bornIn: year) { terms.append(start) }
            }
        }
        return terms
    }

    /// A NIR by its 13 characters, from which the key follows.
    static func nir(_ text: String) -> SearchTerm { SearchTerm(.nir, String(text.prefix(13))) }
    static func iban(_ text: String) -> SearchTerm { SearchTerm(.iban, text) }
    static func email(_ text: String) -> SearchTerm { SearchTerm(.email, text.lowercased()) }
    static func phone(_ text: String) -> SearchTerm { SearchTerm(.phone, PhoneForm.digits(of: text)) }
    static func born(on day: Day) -> SearchTerm { SearchTerm(.birthDay, day.description) }
    static func familyName(_ name: String) -> SearchTerm { SearchTerm(.familyName, name) }
    static func name(_ name: String, bornOn day: Day) -> SearchTerm { SearchTerm(.nameAndBirthDay, "\(name) \(day)") }
    static func name(_ name: String, initial: Character, bornIn year: Int) -> SearchTerm {
        SearchTerm(.nameInitialAndBirthYear, "\(name) \(initial) \(year)")
    }
    static func wholeName(_ name: String, given: String, bornOn day: Day) -> SearchTerm {
        SearchTerm(.wholeName, "\(name) \(given) \(day)")
    }
    /// Nil for a name of fewer than three letters.
    static func nameStart(_ name: String, bornIn year: Int) -> SearchTerm? {
        name.count < 3 ? nil : SearchTerm(.nameStartAndBirthYear, "\(name.prefix(3)) \(year)")
    }
}
