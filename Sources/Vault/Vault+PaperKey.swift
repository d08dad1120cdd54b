public import Crypto
public import Postgres

extension Vault {
    /// Returns the key for references printed on papers; creates and stores it at the first call.
    ///
    /// A new key is random. If facts were recorded before a key was stored, papers may exist: then the former, derived key is stored.
    ///
    /// - Parameter isLogEmpty: whether the log has no facts.
    /// - Throws: `VaultError.wrongMasterKey` when another master key wrapped it.
    public func paperKey(isLogEmpty: Bool, in session: Session) throws -> SymmetricKey {
        let key = isLogEmpty ? SymmetricKey(size: .bits256) : Self.formerPaperKey(keys.masterKey)
        let wrapped = try keys.wrapped(key, under: keys.present).stored
        try session.execute("INSERT INTO vault.paper_key (wrapped_key) VALUES (\(wrapped)) ON CONFLICT DO NOTHING")
        guard let stored = try Self.wrappedPaperKey(in: session) else { return key }
        return try Self.paperKey(stored) { epoch in try keys.key(of: epoch, in: session) }
    }

    /// Returns the same key without storing one: if none is stored, the former, derived key.
    ///
    /// - Throws: `VaultError.wrongMasterKey` when another master key wrapped it.
    public static func paperKey(under masterKey: MasterKey, in session: Session) throws -> SymmetricKey {
        guard let stored = try wrappedPaperKey(in: session) else { return formerPaperKey(masterKey) }
        return try paperKey(stored) { epoch in try masterKey.key(of: epoch) }
    }

    /// Wraps the stored key under an epoch, if it is wrapped under another. Only the tables' owner may do this.
    static func wrapPaperKey(under epoch: Int, of masterKey: MasterKey, in session: Session) throws {
        guard let stored = try wrappedPaperKey(in: session), WrappedKey(stored)?.epoch != epoch else { return }
        let wrapped = try WrappedKey(paperKey(under: masterKey, in: session), under: masterKey.key(of: epoch), of: epoch).stored
        try session.execute("UPDATE vault.paper_key SET wrapped_key = \(wrapped)")
    }

    /// The epoch under which the stored key is wrapped; nil when none is stored.
    static func epochOfPaperKey(in session: Session) throws -> Int? { try wrappedPaperKey(in: session).flatMap { WrappedKey($0)?.epoch } }

    private static func wrappedPaperKey(in session: Session) throws -> [UInt8]? {
        try session.first("SELECT wrapped_key FROM vault.paper_key", as: [UInt8].self)
    }

    private static func paperKey(_ stored: [UInt8], _ epochKey: (Int) throws -> SymmetricKey) throws -> SymmetricKey {
        guard let wrapped = WrappedKey(stored), let key = try wrapped.opened(by: epochKey(wrapped.epoch)) else {
            throw VaultError.wrongMasterKey
        }
        return key
    }

    /// The key of earlier versions, derived from the master key.
    private static func formerPaperKey(_ masterKey: MasterKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: masterKey.derived(for: "pages"), info: Array("papers".utf8), outputByteCount: 32)
    }
}
