import ContractService
import JSON
import Words

/// A clerk's input for a person, with the content that the form showed: sealed in an address after a refusal.
struct TypedIdentity: Sendable {
    /// The input by field, without empty fields.
    var fields: [IdentityField: String]
    /// The content that the form showed; nil when its seal no longer opens.
    let seen: [IdentityField: String]?
    /// The tag of that content; empty when nothing was stored.
    let tag: String

    /// The input from a form.
    init(_ form: PageFields, seen: String?) {
        fields = Self.fields { form[$0] }
        self.seen = seen.flatMap { try? JSON(parsing: Array($0.utf8)) }.map { json in Self.fields { json[$0]?.string } }
        tag = form["tag"] ?? ""
    }

    /// Reads the text made by ``text``.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: Array(text.utf8)), let tag = json["tag"]?.string else { return nil }
        fields = Self.fields { json["fields"]?[$0]?.string }
        seen = json["seen"].map { seen in Self.fields { seen[$0]?.string } }
        self.tag = tag
    }

    /// The whole value as one text.
    var text: String {
        var object: [(String, JSON)] = [("tag", .string(tag)), ("fields", Self.json(fields))]
        if let seen { object.append(("seen", Self.json(seen))) }
        return JSON.object(JSON.Object(object)).description
    }

    /// The content for the vault.
    var content: JSON { Self.json(fields) }

    /// The fields with an answer of the wrong form.
    var wrong: [IdentityField] {
        IdentityField.allCases.filter { field in
            guard let text = fields[field] else { return false }
            return (try? JSON.object(JSON.Object([(field.rawValue, .string(text))])).read(.identity)) == nil
        }
    }

    /// The typed value of each field that the clerk changed; the stored value of the others.
    func merged(with held: [IdentityField: String]) -> [IdentityField: String] {
        guard let seen else { return fields }
        return IdentityField.allCases.reduce(into: [:]) { all, field in
            all[field] = fields[field] == seen[field] ? held[field] : fields[field]
        }
    }

    /// The fields of an identity.
    static func fields(of identity: JSON?) -> [IdentityField: String] { fields { identity?[$0]?.string } }

    private static func fields(_ value: (String) -> String?) -> [IdentityField: String] {
        IdentityField.allCases.reduce(into: [:]) { all, field in
            if let text = value(field.rawValue), !text.isEmpty { all[field] = text }
        }
    }

    /// Fields as an object, in the order of the interface.
    static func json(_ fields: [IdentityField: String]) -> JSON {
        .object(JSON.Object(IdentityField.allCases.compactMap { field in fields[field].map { (field.rawValue, .string($0)) } }))
    }
}
