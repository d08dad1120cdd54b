/// Finds tags that no bank writes, such as one with a hundred thousand attributes: the parser would look at a long tag anew with each piece of it.
///
/// Texts, comments, CDATA and instructions may be of any length. It knows where a tag ends in a well-formed document; the parser refuses others.
struct TagLength {
    /// The greatest length of a tag in bytes.
    static let limit = 64 << 10

    /// What the next byte stands in.
    private enum Place {
        case text
        /// Behind `<`.
        case begun
        /// Behind `<!`.
        case marked
        /// Behind `<!-`.
        case dashed
        case tag
        /// In a value, until this quote.
        case value(UInt8)
        /// Until this byte, so many times or more, and `>`.
        case skipped(UInt8, times: Int)
    }

    private var place = Place.text
    /// The length of the open tag so far.
    private var length = 0
    /// How many bytes that may end what is skipped came last.
    private var endings = 0

    /// Goes through the next bytes of a document.
    ///
    /// - Throws: ``BankFileDefect/notWellFormed`` in a tag that is too long.
    mutating func pass(_ bytes: ArraySlice<UInt8>) throws(BankFileDefect) {
        for byte in bytes {
            switch place {
            case .text:
                if byte == UInt8(ascii: "<") {
                    place = .begun
                    length = 0
                }
            case .begun:
                switch byte {
                case UInt8(ascii: "?"): skip(until: "?", times: 1)
                case UInt8(ascii: "!"): place = .marked
                default: passTag(byte)
                }
            case .marked:
                switch byte {
                case UInt8(ascii: "-"): place = .dashed
                case UInt8(ascii: "["): skip(until: "]", times: 2)
                default: passTag(byte)
                }
            case .dashed: if byte == UInt8(ascii: "-") { skip(until: "-", times: 2) } else { passTag(byte) }
            case .tag: passTag(byte)
            case .value(let quote): if byte == quote { place = .tag }
            case .skipped(let ending, let times):
                if byte == UInt8(ascii: ">"), endings >= times {
                    place = .text
                } else {
                    endings = byte == ending ? endings + 1 : 0
                }
            }
            length += 1
            switch place {
            case .tag, .value: if length > TagLength.limit { throw .notWellFormed }
            case .text, .begun, .marked, .dashed, .skipped: break
            }
        }
    }

    private mutating func passTag(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: ">"): place = .text
        case UInt8(ascii: "\""), UInt8(ascii: "'"): place = .value(byte)
        default: place = .tag
        }
    }

    private mutating func skip(until ending: Unicode.Scalar, times: Int) {
        place = .skipped(UInt8(ascii: ending), times: times)
        endings = 0
    }
}
