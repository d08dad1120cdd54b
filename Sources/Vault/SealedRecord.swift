import Postgres

/// An encrypted record, with the tokens of its terms.
public struct SealedRecord: Sendable {
    let owner: Vault.Owner
    let kind: Kind
    let bytes: [UInt8]
    let tokens: RecordTokens
    let recordedBy: String?
    let recordedAt: PostgresTimestamp?
    /// The idempotency key of the command that gave this record; empty without one.
    let commandKeys: [String]

    /// The key of the record's row.
    struct Place: Hashable {
        let owner: Vault.Owner
        let kind: Kind
    }

    var place: Place { Place(owner: owner, kind: kind) }

    /// Names this sealing of the record; each sealing has another tag.
    var tag: String { Seal.tag(bytes) }
}

extension [[UInt8]] {
    /// A PostgreSQL array as text: arrays of different lengths cannot be sent as one array, but their texts can.
    var arrayText: String { "{\(map { #""\\x\#($0.hexadecimal)""# }.joined(separator: ","))}" }
}

extension [String] {
    /// A PostgreSQL array of texts, as text; `nil` when empty.
    var arrayText: String? {
        if isEmpty { return nil }
        let quoted = map { text in #""\#(text.replacing(#"\"#, with: #"\\"#).replacing(#"""#, with: #"\""#))""# }
        return "{\(quoted.joined(separator: ","))}"
    }
}

extension [UInt8] {
    /// Two hexadecimal digits per byte.
    fileprivate var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
