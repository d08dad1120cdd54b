/// A field by which people are searched. Each has its own key, so equal texts in two fields have different tokens.
public enum SearchField: Int, CaseIterable, Sendable {
    case nir
    case iban
    case email
    case phone
    /// The day of birth, which the log stores unencrypted.
    case birthDay
    /// A family name and the day of birth.
    case nameAndBirthDay
    /// A family name, the first letter of the given names and the year of birth.
    case nameInitialAndBirthYear
    /// The first three letters of a family name and the year of birth.
    case nameStartAndBirthYear
    /// A family name alone. Its token has only 16 bits, so that several names share it.
    case familyName
    /// A family name, the first given name and the day of birth. Used only to find duplicates.
    case wholeName

    /// The fields used for searches.
    static let searched = allCases.filter { $0 != .wholeName }

    /// The number of HMAC bytes in a token.
    var tokenLength: Int { self == .familyName ? 2 : 16 }

    /// The purpose from which the field's key is derived. Never change it: all stored tokens would become useless.
    var purpose: String {
        switch self {
        case .nir: "maintien search nir 1"
        case .iban: "maintien search iban 1"
        case .email: "maintien search email 1"
        case .phone: "maintien search phone 1"
        case .birthDay: "maintien search birth day 1"
        case .nameAndBirthDay: "maintien search name and birth day 1"
        case .nameInitialAndBirthYear: "maintien search name, initial and birth year 1"
        case .nameStartAndBirthYear: "maintien search name start and birth year 1"
        case .familyName: "maintien search family name 1"
        case .wholeName: "maintien same person whole name 1"
        }
    }
}
