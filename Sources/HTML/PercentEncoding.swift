/// The percent-encoding of addresses and forms: `%` and two hexadecimal digits (RFC 3986).
public enum PercentEncoding {
    /// How to treat a `%` without two hexadecimal digits.
    public enum Malformed: Sendable {
        /// The text is refused.
        case refused
        /// The `%` is kept, as browsers do in forms.
        case kept
    }

    /// The decoded bytes of a text; nil for a malformed text that is refused.
    public static func bytes(of text: some Sequence<UInt8>, malformed: Malformed) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            if let high = rest.first.flatMap(value), let low = rest.dropFirst().first.flatMap(value) {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else if malformed == .kept {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        return bytes
    }

    /// Appends a text, encoded; only letters, digits and `-._~:` stay as they are.
    public static func encode(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: ":"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digit(byte >> 4))
                bytes.append(digit(byte & 0xF))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value + 0x37 }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
