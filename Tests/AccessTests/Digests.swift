import Crypto

extension CallerFinderTests {
    static func digest(_ number: Int) -> SHA256Digest { SHA256.hash(data: Array("\(number)".utf8)) }
}
