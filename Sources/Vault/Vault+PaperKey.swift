public import Crypto
public import Postgres

extension Vault {
    /// The key of the references that papers carry; made when it is first asked for, and kept.
    ///
    /// A new one is random. Where facts were recorded before it was kept, papers may have been printed: it is then the one that they were printed under.
    ///
    /// - Parameter isLogEmpty: whether no facts were recorded.
    /// - Throws: `VaultError.wrongMasterKey` when another master key wrapped it.
    public func paperKey(isLogEmpty: Bool, in session: Session) throws -> SymmetricKey {
        let key = isLogEmpty ? SymmetricKey(size: .bits256) : Self.formerPaperKey(masterKey)
        let wrapped = [UInt8](try AES.KeyWrap.wrap(key, using: masterKey.key))
        try session.execute("INSERT INTO vault.paper_key (wrapped_key) VALUES (\(wrapped)) ON CONFLICT DO NOTHING")
        return try Self.paperKey(under: masterKey, in: session)
    }

    /// The same, for who only reads: where none is kept yet, the one that papers were printed under.
    ///
    /// - Throws: `VaultError.wrongMasterKey` when another master key wrapped it.
    public static func paperKey(under masterKey: MasterKey, in session: Session) throws -> SymmetricKey {
        guard let wrapped = try session.first("SELECT wrapped_key FROM vault.paper_key", as: [UInt8].self) else {
            return formerPaperKey(masterKey)
        }
        do { return try AES.KeyWrap.unwrap(wrapped, using: masterKey.key) } catch { throw VaultError.wrongMasterKey }
    }

    /// The key that followed from the master key before one was kept.
    private static func formerPaperKey(_ masterKey: MasterKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: masterKey.derived(for: "pages"), info: Array("papers".utf8), outputByteCount: 32)
    }
}
