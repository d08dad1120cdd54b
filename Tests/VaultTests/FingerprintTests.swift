import Crypto
import Testing

@testable import Vault

/// A fingerprint is HMAC-SHA256, whatever it is made with.
@Suite struct FingerprintTests {
    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 200, 5000])
    func `a fingerprint of any length is what HMAC-SHA256 says`(length: Int) {
        let key = SymmetricKey(size: .bits256)
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
        #expect(Fingerprints(key: key).of(bytes) == [UInt8](code))
    }
}
