import Crypto
import FoundationEssentials

/// The secret of a browser's session: 256 random bits, which only the browser keeps.
struct SessionSecret {
    /// 64 hexadecimal digits.
    let text: String

    /// A new random secret.
    init() { text = RandomText.hexadecimal(bits: 256) }

    /// The secret that a cookie holds; nil when the text has another form.
    init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        self.text = text
    }

    /// The SHA-256 of the secret, which is stored instead of it.
    var digest: SHA256Digest { SHA256.hash(data: Array(text.utf8)) }

    /// The bytes of `digest`, for the database.
    var hash: [UInt8] { Array(digest) }

    /// Encrypts a text, so that the database alone cannot reveal it.
    func seal(_ text: String) throws -> [UInt8] { Array(try ChaChaPoly.seal(Array(text.utf8), using: key).combined) }

    /// Decrypts a text sealed with this secret.
    func open(_ bytes: [UInt8]) throws -> String {
        String(decoding: try ChaChaPoly.open(ChaChaPoly.SealedBox(combined: bytes), using: key), as: UTF8.self)
    }

    private var key: SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Array(text.utf8)), info: Array("refresh token".utf8), outputByteCount: 32)
    }
}
