/// A PostgreSQL type, by its object identifier. Built-in types have the same identifier in every database.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    /// The object identifier, `pg_type.oid`.
    public let rawValue: UInt32

    /// Any type, including one made by `CREATE TYPE`.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    static let bool = PostgresType(rawValue: 16)
    static let bytea = PostgresType(rawValue: 17)
    static let name = PostgresType(rawValue: 19)
    static let int8 = PostgresType(rawValue: 20)
    static let int2 = PostgresType(rawValue: 21)
    static let int4 = PostgresType(rawValue: 23)
    static let text = PostgresType(rawValue: 25)
    static let oid = PostgresType(rawValue: 26)
    static let json = PostgresType(rawValue: 114)
    static let float4 = PostgresType(rawValue: 700)
    static let float8 = PostgresType(rawValue: 701)
    static let bpchar = PostgresType(rawValue: 1042)
    static let varchar = PostgresType(rawValue: 1043)
    static let date = PostgresType(rawValue: 1082)
    static let timestamp = PostgresType(rawValue: 1114)
    static let timestamptz = PostgresType(rawValue: 1184)
    static let uuid = PostgresType(rawValue: 2950)
    static let jsonb = PostgresType(rawValue: 3802)

    /// The server infers the type.
    static let unspecified = PostgresType(rawValue: 0)

    /// The type of arrays of this type.
    var array: PostgresType { Self.arrays[self] ?? .unspecified }

    var isArray: Bool { Self.arrayTypes.contains(self) }

    /// Whether its binary form is UTF-8 text.
    var isTextual: Bool { [.text, .varchar, .bpchar, .name, .json].contains(self) }

    private static let arrays: [PostgresType: PostgresType] = [
        .bool: 1000, .bytea: 1001, .name: 1003, .int8: 1016, .int2: 1005, .int4: 1007, .text: 1009, .oid: 1028, .json: 199, .float4: 1021,
        .float8: 1022, .bpchar: 1014, .varchar: 1015, .date: 1182, .timestamp: 1115, .timestamptz: 1185, .uuid: 2951, .jsonb: 3807,
    ].mapValues { PostgresType(rawValue: $0) }

    private static let arrayTypes = Set(arrays.values)
}
