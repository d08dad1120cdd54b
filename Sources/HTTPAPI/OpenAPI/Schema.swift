import JSON

/// A JSON Schema (2020-12, as OpenAPI 3.1 has it).
struct Schema: Sendable {
    private(set) var fields: JSON.Object

    /// A schema with these keywords.
    init(_ fields: JSON.Object) {
        self.fields = fields
    }

    var json: JSON { .object(fields) }

    /// This schema with a description.
    func described(_ text: String) -> Schema {
        var schema = self
        schema.fields["description"] = .string(text)
        return schema
    }

    /// This schema or null.
    var orNull: Schema { Schema(["anyOf": [json, ["type": "null"]]]) }

    static let bool = Schema(["type": "boolean"])
    static let integer = Schema(["type": "integer"])
    static let count = Schema(["type": "integer", "minimum": 0])
    static let version = Schema(["type": "integer", "minimum": 1]).described("The number of an event in its contract, from 1.")
    static let cents = Schema(["type": "integer"]).described("Euro cents.")
    static let string = Schema(["type": "string"])
    static let uuid = Schema(["type": "string", "format": "uuid"])
    static let day = Schema(["type": "string", "format": "date"]).described("A day, `YYYY-MM-DD`.")
    static let month = Schema(["type": "string", "pattern": #"^(?!0000)\d{4}-(0[1-9]|1[0-2])$"#]).described("A month, `YYYY-MM`.")
    static let instant = Schema(["type": "string", "format": "date-time"]).described("An instant, RFC 3339.")

    static let knownAt = Schema(["anyOf": [instant.json, ["type": "string", "pattern": "^version:[0-9]{1,18}$"]]])

    /// A text whose number of characters is in `length`.
    static func text(_ length: ClosedRange<Int>) -> Schema {
        Schema(["type": "string", "minLength": JSON(length.lowerBound), "maxLength": JSON(length.upperBound)])
    }

    /// A text without control characters, whose number of characters is in `length`.
    static func line(_ length: ClosedRange<Int>) -> Schema {
        var schema = text(length)
        schema.fields["pattern"] = #"^[^\u0000-\u001F\u007F-\u009F]*$"#
        return schema
    }

    static let notBeforeFrom = day.described("The last day, not before `from`.")

    /// One of the names of an enumeration of the domain.
    static func oneOf<Case: CaseIterable & RawRepresentable<String>>(_ type: Case.Type) -> Schema {
        names(type.allCases.map(\.rawValue))
    }

    /// Any one of several schemas.
    static func eitherOf(_ schemas: Schema...) -> Schema { Schema(["anyOf": .array(schemas.map(\.json))]) }

    static func names(_ names: [String]) -> Schema {
        Schema(["type": "string", "enum": .array(names.map { .string($0) })])
    }

    static func array(of element: Schema) -> Schema {
        Schema(["type": "array", "items": element.json])
    }

    /// An array of 1 to `limit` elements.
    static func nonEmptyArray(of element: Schema, atMost limit: Int) -> Schema {
        Schema(["type": "array", "items": element.json, "minItems": 1, "maxItems": JSON(limit)])
    }

    /// An object with any members, all of one schema.
    static func map(of value: Schema) -> Schema {
        Schema(["type": "object", "additionalProperties": value.json])
    }

    /// A component of the document.
    static func component(_ component: Component) -> Schema {
        Schema(["$ref": .string("#/components/schemas/\(component.rawValue)")])
    }

    /// One of two components.
    static func either(_ one: Component, _ other: Component) -> Schema {
        Schema(["anyOf": [component(one).json, component(other).json]])
    }

    /// A request body: exactly these fields. An optional field may also be null.
    static func request(_ fields: Field...) -> Schema { request(fields) }

    /// The same, from a list of fields.
    static func request(_ fields: [Field]) -> Schema {
        object(fields.map { $0.isRequired ? $0 : Field(name: $0.name, schema: $0.schema.orNull, isRequired: false) }, isClosed: true)
    }

    /// An answer: at least these fields.
    static func answer(_ fields: Field...) -> Schema {
        object(fields, isClosed: false)
    }

    /// An answer: at least the `common` fields and these.
    static func answer(_ common: [Field], _ fields: Field...) -> Schema {
        object(common + fields, isClosed: false)
    }

    private static func object(_ fields: [Field], isClosed: Bool) -> Schema {
        var properties = JSON.Object()
        for field in fields { properties.append(field.name, field.schema.json) }
        var schema: JSON.Object = ["type": "object", "properties": .object(properties)]
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { schema.append("required", .array(required)) }
        if isClosed { schema.append("additionalProperties", false) }
        return Schema(schema)
    }
}
