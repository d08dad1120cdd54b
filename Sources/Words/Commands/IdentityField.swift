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

    /// A hint for the answer.
    public var hint: Bilingual? {
        switch self {
        case .nir: both("15 caractères, clé comprise.", "15 characters, key included.")
        case .email: both("Par exemple camille@exemple.fr.", "For example camille@exemple.fr.")
        case .phone: both("Par exemple 06 12 34 56 78.", "For example +33 6 12 34 56 78.")
        case .familyName, .birthName, .givenNames, .address: nil
        }
    }

    /// The message for an answer of the wrong form.
    public var refusal: Bilingual {
        switch self {
        case .nir:
            both(
                "Ce numéro n'est pas celui d'une personne : 13 caractères, puis la clé de 2 chiffres.",
                "This is no person's number: 13 characters, then the key of 2 digits.")
        case .email: both("Ce courriel n'a pas la forme nom@domaine.fr.", "This e-mail has not the form name@domain.com.")
        case .phone: both("Ce téléphone n'a pas de 3 à 15 chiffres.", "This telephone number has not 3 to 15 digits.")
        case .familyName, .birthName, .givenNames, .address:
            both("Une ligne de \(limit) caractères au plus.", "One line of at most \(limit) characters.")
        }
    }

    /// The maximum number of characters.
    public var limit: Int {
        switch self {
        case .address: 500
        case .phone: 40
        case .nir: 21
        case .familyName, .birthName, .givenNames, .email: 200
        }
    }

    /// The fields of the names, under a pointer in a command's body.
    static func names(_ pointer: String) -> [FormField] {
        [IdentityField.familyName, .givenNames].map { name in
            FormField("\(pointer)/\(name.rawValue)", name.words, .line(limit: name.limit), isRequired: false)
        }
    }
}
