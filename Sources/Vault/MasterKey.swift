public import Crypto
import FoundationEssentials

/// The one secret of a vault, never stored in the database. Without it, everything in the vault is lost.
///
/// It has a root and one key for each epoch. All keys for purposes are derived from the root, which stays; it wraps nothing. An epoch's key
/// wraps the keys of people. Who destroys it makes older backups, whose keys it wraps, unreadable for good.
public struct MasterKey: Sendable {
    /// The first step of HKDF on the first epoch's key. Nobody can compute that key from it.
    private let root: SymmetricKey
    /// The keys by epoch. The file may lack destroyed epochs.
    private let epochs: [Int: SymmetricKey]
    /// The file that it was read from.
    let path: String?

    /// A master key of one epoch: 32 random bytes.
    init(_ bytes: [UInt8], path: String? = nil) {
        let key = SymmetricKey(data: bytes)
        let root = HKDF<SHA256>.extract(inputKeyMaterial: key, salt: [UInt8]())
        self.init(root: SymmetricKey(data: Array(root)), epochs: [1: key], path: path)
    }

    private init(root: SymmetricKey, epochs: [Int: SymmetricKey], path: String?) {
        (self.root, self.epochs, self.path) = (root, epochs, path)
    }

    /// A new random key, not stored.
    public static func random() -> MasterKey { MasterKey(randomBytes()) }

    private static func randomBytes() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes(Array.init) }

    /// Reads the key from a file: exactly 32 bytes, or the lines that a rotation writes.
    /// - Parameter createIfMissing: creates the file with a random key if there is none; only its owner can read it. Concurrent processes
    ///   get the same key.
    public static func file(at path: String, createIfMissing: Bool = false) throws(VaultError) -> MasterKey {
        if let bytes = try? Data(contentsOf: URL(filePath: path)) {
            if bytes.count == 32 { return MasterKey([UInt8](bytes), path: path) }
            guard let key = MasterKey(parsing: String(decoding: bytes, as: UTF8.self), path: path) else {
                throw .masterKeyMalformed(path: path)
            }
            return key
        }
        guard createIfMissing else { throw .masterKeyUnreadable(path: path) }
        try NewFile.write(randomBytes(), at: path)
        return try file(at: path)
    }

    /// A key for one purpose, the same in all epochs. It reveals neither the master key nor the key of another purpose.
    public func derived(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.expand(pseudoRandomKey: root, info: Array(purpose.utf8), outputByteCount: 32)
    }

    /// Whether both are of one vault.
    func hasRoot(of other: MasterKey) -> Bool { root == other.root }

    // MARK: Epochs

    /// The epochs whose keys are here, in order.
    public var numbers: [Int] { epochs.keys.sorted() }

    /// The key of an epoch.
    /// - Throws: `VaultError.epochMissing`.
    func key(of epoch: Int) throws(VaultError) -> SymmetricKey {
        guard let key = epochs[epoch] else { throw .epochMissing(epoch) }
        return key
    }

    /// A value that only the right key of the epoch gives.
    func checkValue(of epoch: Int) throws(VaultError) -> [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: try key(of: epoch), info: Array("maintien epoch check value 1".utf8), outputByteCount: 32
        ).withUnsafeBytes(Array.init)
    }

    /// The same with a new random key for an epoch.
    func adding(_ epoch: Int) -> MasterKey {
        MasterKey(root: root, epochs: epochs.merging([epoch: SymmetricKey(size: .bits256)]) { old, _ in old }, path: path)
    }

    /// The same with another one's key of an epoch.
    func taking(_ epoch: Int, from other: MasterKey) -> MasterKey {
        MasterKey(root: root, epochs: epochs.merging(other.epochs.filter { $0.key == epoch }) { $1 }, path: path)
    }

    /// The same without the key of an epoch.
    func removing(_ epoch: Int) -> MasterKey { MasterKey(root: root, epochs: epochs.filter { $0.key != epoch }, path: path) }

    // MARK: The file

    private static let heading = "maintien master key"

    /// Reads the lines of a file; nil when one of them is malformed.
    private init?(parsing text: String, path: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard text.hasPrefix(Self.heading + "\n"), lines.count > 2, lines[1].count == 2, lines[1][0] == "root",
            let root = Self.key(lines[1][1])
        else { return nil }
        var epochs: [Int: SymmetricKey] = [:]
        for line in lines.dropFirst(2) {
            guard line.count == 3, line[0] == "epoch", let number = Int(line[1]), WrappedKey.epochs.contains(number),
                let key = Self.key(line[2]), epochs.updateValue(key, forKey: number) == nil
            else { return nil }
        }
        self.init(root: root, epochs: epochs, path: path)
    }

    private static func key(_ base64: Substring) -> SymmetricKey? {
        guard let bytes = Data(base64Encoded: String(base64)), bytes.count == 32 else { return nil }
        return SymmetricKey(data: bytes)
    }

    /// Replaces the file that the key was read from. After a crash, the file is the old one or the new one.
    /// - Throws: `VaultError.masterKeyUnwritable`.
    func write() throws(VaultError) {
        guard let path else { throw .masterKeyUnwritable(path: "", reason: "it was read from no file") }
        let text = { (key: SymmetricKey) in key.withUnsafeBytes { Data($0) }.base64EncodedString() }
        let lines =
            [Self.heading, "root \(text(root))"] + numbers.compactMap { number in epochs[number].map { "epoch \(number) \(text($0))" } }
        try NewFile.replace(Array((lines.joined(separator: "\n") + "\n").utf8), at: path)
    }
}

extension MasterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "MasterKey" }
    /// Never the key.
    public var debugDescription: String { description }
    /// Never the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
