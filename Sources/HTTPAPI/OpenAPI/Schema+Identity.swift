import Contracts
import JSON

extension Schema {
    /// The identity of a person: exactly these fields.
    static let identity = request(
        .optional("familyName", line(1...200)), .optional("birthName", line(1...200)), .optional("givenNames", line(1...200)),
        .optional("nir", nir), .optional("email", email), .optional("phone", phone), .optional("address", line(1...500))
    ).described("What is told of a person, kept in the vault.")

    /// A person found by a search.
    static let foundPerson = answer(
        .optional("familyName", string), .optional("birthName", string), .optional("givenNames", string), .required("bornOn", day.orNull),
        .required("contract", uuid), .required("person", string.described("`holder`, or the identifier of a beneficiary.")),
        .required("standing", oneOf(Standing.self).described("Of the contract's holder, today.")))

    private static let nir = Schema([
        "type": "string", "pattern": "^[0-9]{5}([0-9]{2}|2[AB])[0-9]{8}$", "examples": ["285032915600119"],
    ]).described("13 characters and a key that is right. Spaces are dropped, and small letters made capitals.")

    private static let email = Schema([
        "type": "string", "minLength": 3, "maxLength": 200, "pattern": #"^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$"#,
        "examples": ["s.kerbrat@exemple.fr"],
    ])

    private static let phone = Schema([
        "type": "string", "pattern": #"^\+?[0-9 .()/-]{3,39}$"#, "examples": ["+33 2 98 00 00 00"],
    ]).described("3 to 15 digits, and what people put between.")
}
