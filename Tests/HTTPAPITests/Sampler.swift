import JSON

/// Makes values of a schema of the document, and values that are not quite.
struct Sampler {
    let document: JSON

    private func resolved(_ schema: JSON) -> JSON {
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return schema }
        return document["components"]?["schemas"]?[String(name)] ?? .null
    }

    /// A value with every field.
    func value(of schema: JSON) -> JSON {
        let schema = resolved(schema)
        if let first = schema["anyOf"]?[0] { return value(of: first) }
        if let first = schema["enum"]?[0] { return first }
        if let fields = schema["properties"]?.object {
            var object = JSON.Object()
            for field in fields.members { object.append(field.key, value(of: field.value)) }
            return .object(object)
        }
        switch schema["type"] {
        case "object": return ["familyName": "Durand"]
        case "array": return [value(of: schema["items"] ?? .null)]
        case "integer": return 1
        case "boolean": return false
        default:
            if let example = schema["examples"]?[0] { return example }
            if schema["pattern"]?.string?.hasPrefix("^[^") == true { return "x" }
            if schema["pattern"] != nil { return "2026-05" }
            switch schema["format"] {
            case "date": return "2026-05-01"
            case "uuid": return "0a5f7e12-1111-4222-8333-123456789abc"
            default: return "FR7630006000011234567890189"
            }
        }
    }

    /// Values that the schema accepts: each name of each enumeration, each optional field absent or null.
    func accepted(_ schema: JSON, _ body: JSON) -> [JSON] {
        fields(of: schema).flatMap { name, field, isRequired -> [JSON] in
            let names = (resolved(field)["enum"] ?? resolved(field)["anyOf"]?[0]?["enum"])?.array ?? []
            let inner = accepted(alternative(field), body[name] ?? .null)
            return (names + inner + (isRequired ? [] : [.null])).map { body.setting(name, $0) }
                + (isRequired ? [] : [body.setting(name, nil)])
        }
    }

    /// Values that it refuses: each required field absent or null, each field of another type, a field more, a name more.
    func refused(_ schema: JSON, _ body: JSON) -> [JSON] {
        guard alternative(schema)["properties"] != nil else { return [] }
        return [body.setting("typo", 1)]
            + fields(of: schema).flatMap { name, field, isRequired -> [JSON] in
                let isText = body[name]?.string != nil
                let wrong: [JSON] =
                    [isText ? 1 : "wrong", .number("1.5"), isText ? "\u{0}" : [[:]]] + refused(alternative(field), body[name] ?? .null)
                return wrong.map { body.setting(name, $0) } + (isRequired ? [body.setting(name, nil), body.setting(name, .null)] : [])
            }
    }

    private func alternative(_ schema: JSON) -> JSON {
        let schema = resolved(schema)
        return schema["anyOf"]?[0].map(resolved) ?? schema
    }

    private func fields(of schema: JSON) -> [(String, JSON, Bool)] {
        let schema = alternative(schema)
        let required = schema["required"]?.array ?? []
        return (schema["properties"]?.object?.members ?? []).map { ($0.key, $0.value, required.contains(.string($0.key))) }
    }
}

extension JSON {
    fileprivate func setting(_ key: String, _ value: JSON?) -> JSON {
        var object = self.object ?? [:]
        object[key] = value
        return .object(object)
    }
}
