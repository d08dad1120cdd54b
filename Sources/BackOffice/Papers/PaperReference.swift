public import CivilTime
import Crypto

/// The reference on a paper, by which it can be verified later. It names the paper and its knowledge, with a digest and a code that only
/// the service can make.
///
/// 26 bytes: format and kind, day, second of the knowledge, log position of the last known fact, five bytes of digest, eight of an
/// HMAC-SHA-256. They are written in base 32 with two check characters, in groups of four that can be read out over the telephone. It holds
/// no personal data: only a reader of the log can find the contract by the position.
public struct PaperReference: Hashable, Sendable {
    /// The kind of paper.
    public let kind: PaperKind
    /// The day of the paper.
    public let on: Day
    /// The instant of the knowledge, to the second.
    public let knownAt: Instant
    /// The position in the log of the contract's last fact known then.
    public let position: Int64
    /// The start of the digest over the paper's content and the hash of that fact.
    let digest: [UInt8]

    /// The number of digest bytes.
    static let digestLength = 5
    private static let macLength = 8
    private static let form: UInt8 = 1
    /// The first second that a reference can name: 2020-01-01T00:00:00Z. The last one is in 2156.
    private static let firstSecond: Int64 = 1_577_836_800
    private static let bytes = 13 + digestLength + macLength

    init(kind: PaperKind, on: Day, knownAt: Instant, position: Int64, digest: [UInt8]) {
        self.kind = kind
        self.on = on
        self.knownAt = Instant(microseconds: Self.wholeSeconds(knownAt) * 1_000_000)
        self.position = position
        self.digest = Array(digest.prefix(Self.digestLength))
    }

    private static func wholeSeconds(_ instant: Instant) -> Int64 {
        let whole = instant.microseconds / 1_000_000
        return min(max(instant.microseconds < whole * 1_000_000 ? whole - 1 : whole, firstSecond), firstSecond + Int64(UInt32.max))
    }

    // MARK: Writing

    /// The reference as it is printed: eleven groups of four characters.
    public func written(under key: PaperKey) -> String {
        var bytes = [Self.form << 4 | kind.code]
        bytes += Self.bigEndian(Int64(on.number - Day.calendar.lowerBound.number), 3)
        bytes += Self.bigEndian(Self.wholeSeconds(knownAt) - Self.firstSecond, 4)
        bytes += Self.bigEndian(position, 5)
        bytes += digest
        bytes += key.code(of: bytes).prefix(Self.macLength)
        let characters = Base32.written(bytes) + Self.check(bytes)
        return stride(from: 0, to: characters.count, by: 4).map { place in
            String(decoding: characters[place..<min(place + 4, characters.count)], as: UTF8.self)
        }.joined(separator: "-")
    }

    private static func bigEndian(_ number: Int64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * Int64($0))) }
    }

    /// Two check characters over all others.
    private static func check(_ bytes: [UInt8]) -> [UInt8] {
        let hash = Array(SHA256.hash(data: bytes))
        return [Base32.alphabet[Int(hash[0] & 31)], Base32.alphabet[Int(hash[1] & 31)]]
    }

    // MARK: Reading

    /// Why a text is not a reference of this service.
    public enum Unreadable: Error, Hashable, Sendable {
        /// Characters are missing or wrong: a copying error.
        case miscopied
        /// Another party made it.
        case foreign
    }

    /// Reads a reference with any separators between groups; `O` is read as 0, `I` and `L` as 1.
    public init(_ text: String, under key: PaperKey) throws(Unreadable) {
        guard let characters = Base32.characters(text), characters.count > 2,
            let bytes = Base32.read(characters.dropLast(2), count: Self.bytes), Array(characters.suffix(2)) == Self.check(bytes)
        else { throw .miscopied }
        let message = Array(bytes.dropLast(Self.macLength))
        guard key.isCode(Array(bytes.suffix(Self.macLength)), of: message), message[0] >> 4 == Self.form,
            let kind = PaperKind(code: message[0] & 15)
        else { throw .foreign }
        func number(_ range: Range<Int>) -> Int64 { message[range].reduce(0) { $0 << 8 | Int64($1) } }
        self.init(
            kind: kind, on: Day(number: Int(number(1..<4)) + Day.calendar.lowerBound.number),
            knownAt: Instant(microseconds: (number(4..<8) + Self.firstSecond) * 1_000_000), position: number(8..<13),
            digest: Array(message[13...]))
    }
}
