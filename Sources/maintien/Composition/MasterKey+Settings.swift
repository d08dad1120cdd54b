import Vault

extension MasterKey {
    /// The key in a file that only its owner may read.
    static func secret(at path: String, createIfMissing: Bool = false) throws -> MasterKey {
        try SecretFile.check(path, holding: "the vault's master key")
        return try MasterKey.file(at: path, createIfMissing: createIfMissing)
    }
}
