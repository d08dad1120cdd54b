import Postgres

/// A record that only the vault can open, with the tokens of its terms.
public struct SealedRecord: Sendable {
    let owner: Vault.Owner
    let kind: Kind
    let bytes: [UInt8]
    let tokens: RecordTokens
    let recordedBy: String?
    let recordedAt: PostgresTimestamp?
    /// The idempotency keys of the commands that told it, and what else was told in its place by the same statement.
    var commandKeys: [String]

    /// Where it is kept.
    struct Place: Hashable {
        let owner: Vault.Owner
        let kind: Kind
    }

    var place: Place { Place(owner: owner, kind: kind) }

    /// What stands for this sealing of the record, and changes with each.
    var tag: String { Seal.tag(bytes) }
}

extension [[UInt8]] {
    /// The array as PostgreSQL writes one: arrays of several lengths cannot be sent as one array, their texts can.
    var arrayText: String { "{\(map { #""\\x\#($0.hexadecimal)""# }.joined(separator: ","))}" }
}

extension [String] {
    /// The same of texts; `nil` of none.
    var arrayText: String? {
        if isEmpty { return nil }
        let quoted = map { text in #""\#(text.replacing(#"\"#, with: #"\\"#).replacing(#"""#, with: #"\""#))""# }
        return "{\(quoted.joined(separator: ","))}"
    }
}

extension [UInt8] {
    /// Two digits a byte.
    fileprivate var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
