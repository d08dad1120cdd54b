/// A column of an exported table.
public struct ExportColumn: Sendable {
    /// Its name, in both formats.
    public let name: String
    /// Its type.
    public let type: ValueType
    /// Whether it may be null.
    public let isNullable: Bool
    /// The unit of a number, or the form of a text; `nil` for other values.
    public let unit: String?
    /// Its meaning.
    public let meaning: String

    /// The types, by their names in SQL.
    public enum ValueType: String, Sendable {
        case uuid, text, date, bigint, boolean, json
        case instant = "timestamp with time zone"
    }

    init(_ name: String, _ type: ValueType, isNullable: Bool = false, unit: String? = nil, _ meaning: String) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.unit = unit
        self.meaning = meaning
    }
}
