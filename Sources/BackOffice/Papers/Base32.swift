/// Crockford's base 32: five bits a character, without `I`, `L`, `O` and `U`, which are easily misheard or misread.
enum Base32 {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The characters of bytes; unused bits are 0.
    static func written(_ bytes: [UInt8]) -> [UInt8] {
        var characters: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                characters.append(alphabet[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { characters.append(alphabet[bits << (5 - count) & 31]) }
        return characters
    }

    /// The characters of a typed text: in capitals, without separators, with look-alikes replaced. Nil for any other text.
    static func characters(_ text: String) -> [UInt8]? {
        var characters: [UInt8] = []
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace && !isDash(scalar) {
            guard scalar.isASCII else { return nil }
            var byte = UInt8(scalar.value)
            if (0x61...0x7A).contains(byte) { byte -= 0x20 }
            switch byte {
            case UInt8(ascii: "O"): byte = UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): byte = UInt8(ascii: "1")
            default: break
            }
            guard alphabet.contains(byte) else { return nil }
            characters.append(byte)
        }
        return characters
    }

    private static func isDash(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .dashPunctuation || scalar == "." }

    /// The bytes of the characters; nil unless they make exactly `count` bytes and unused bits are 0.
    static func read(_ characters: some Sequence<UInt8>, count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, width) = (0, 0)
        for character in characters {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 5 | value
            width += 5
            if width >= 8 {
                width -= 8
                bytes.append(UInt8(bits >> width & 255))
            }
            bits &= (1 << width) - 1
        }
        return bytes.count == count && width < 5 && bits == 0 ? bytes : nil
    }
}
