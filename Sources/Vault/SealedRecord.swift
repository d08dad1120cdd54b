/// A record that only the vault can open.
public struct SealedRecord: Sendable {
    let owner: Vault.Owner
    let kind: Kind
    let bytes: [UInt8]

    /// Where it is kept.
    struct Place: Hashable {
        let owner: Vault.Owner
        let kind: Kind
    }

    var place: Place { Place(owner: owner, kind: kind) }

    /// What stands for this sealing of the record, and changes with each.
    var tag: String { Seal.tag(bytes) }
}
