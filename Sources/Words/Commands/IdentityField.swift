/// The fields of a person's identity and contact details, by their names in the vault.
public enum IdentityField: String, CaseIterable, Worded, Sendable {
    case familyName, birthName, givenNames, nir, email, phone, address

    /// The label of the field.
    public var words: Bilingual {
        switch self {
        case .familyName: both("Nom d'usage", "Family name")
        case .birthName: both("Nom de naissance", "Birth name")
        case .givenNames: both("Prénoms", "Given names")
        case .nir: both("Numéro de sécurité sociale", "Social security number")
        case .email: both("Courriel", "E-mail")
        case .phone: both("Téléphone", "Telephone")
        case .address: both("Adresse postale", "Postal address")
        }
    }

    /// How to answer.
    public var hint: Bilingual? {
        switch self {
        case .nir: both("15 caractères, clé comprise.", "15 characters, key included.")
        case .email: both("Par exemple camille@exemple.fr.", "For example camille@exemple.fr.")
        case .phone: both("Par exemple 06 12 34 56 78.", "For example +33 6 12 34 56 78.")
        case .familyName, .birthName, .givenNames, .address: nil
        }
    }

    /// The most characters.
    public var limit: Int {
        switch self {
        case .address: 500
        case .phone: 40
        case .nir: 21
        case .familyName, .birthName, .givenNames, .email: 200
        }
    }

    /// The fields of the names, below an object of a command's body.
    static func names(_ pointer: String) -> [FormField] {
        [IdentityField.familyName, .givenNames].map { name in
            FormField("\(pointer)/\(name.rawValue)", name.words, .line(limit: name.limit), isRequired: false)
        }
    }
}
