/// JSON text, byte for byte. It binds as `json`, which PostgreSQL stores unchanged; a `jsonb` column also accepts it. Reads both types.
public struct PostgresJSON: Hashable, Sendable {
    /// The JSON as written, in UTF-8.
    public let utf8: [UInt8]

    /// - Parameter utf8: PostgreSQL checks that it is JSON.
    public init(utf8: [UInt8]) { self.utf8 = utf8 }

    /// - Parameter text: PostgreSQL checks that it is JSON.
    public init(_ text: String) { utf8 = [UInt8](text.utf8) }

    /// The JSON as a string.
    public var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension PostgresJSON: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `json`.
    public static var postgresType: PostgresType { .json }

    /// The bytes.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }

    /// Reads `json` or `jsonb`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        switch cell.type {
        case .json: Self(utf8: [UInt8](try cell.bytesOrNull(expected: "json")))
        // The binary form of jsonb begins with a version byte.
        case .jsonb: Self(utf8: [UInt8](try cell.bytesOrNull(expected: "jsonb").dropFirst()))
        default: throw cell.mismatch(expected: "json")
        }
    }
}
