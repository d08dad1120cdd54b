import JSON

/// The form of employers' codes, set per deployment: the allowed characters and lengths.
///
/// Not a regular expression, which would take microseconds per code at each affiliation.
public struct EmployerCodes: Sendable, Hashable, LosslessStringConvertible {
    /// The form as text: `[0-9A-Z]{1,20}`.
    public let description: String
    /// One bit per ASCII character.
    private let characters: UInt128
    private let length: ClosedRange<Int>

    /// Reads `[…]{m,n}`: characters and ranges of visible ASCII, then the minimum and maximum length, at most 100. `nil` for other texts.
    public init?(_ form: String) {
        let parts = form.split(separator: "]{", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first == "[", parts[1].last == "}" else { return nil }
        let lengths = parts[1].dropLast().split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard lengths.count == 2, let least = lengths[0], let most = lengths[1], 1 <= least, least <= most, most <= 100,
            let characters = EmployerCodes.characters(Array(parts[0].dropFirst().utf8))
        else { return nil }
        self.characters = characters
        length = least...most
        description = form
    }

    private init(characters: UInt128, length: ClosedRange<Int>, description: String) {
        self.characters = characters
        self.length = length
        self.description = description
    }

    /// Capitals and digits, at most 20: the default.
    public static let standard = EmployerCodes(
        characters: (("0"..."9") as ClosedRange<Unicode.Scalar>).bits | (("A"..."Z") as ClosedRange<Unicode.Scalar>).bits, length: 1...20,
        description: "[0-9A-Z]{1,20}")

    /// Whether a code has this form.
    public func accepts(_ code: String) -> Bool {
        length.contains(code.utf8.count) && code.utf8.allSatisfy { $0 < 128 && characters >> UInt128($0) & 1 == 1 }
    }

    /// The characters between the brackets. A hyphen between two characters makes a range.
    private static func characters(_ written: [UInt8]) -> UInt128? {
        var bits: UInt128 = 0
        var rest = written[...]
        while let first = rest.popFirst() {
            var last = first
            if rest.count >= 2, rest.first == UInt8(ascii: "-") {
                last = rest[rest.startIndex + 1]
                rest = rest.dropFirst(2)
            }
            guard 0x21...0x7E ~= first, first <= last, last <= 0x7E, first != UInt8(ascii: "["), first != UInt8(ascii: "\\"),
                first != UInt8(ascii: "^")
            else { return nil }
            for character in first...last { bits |= 1 << UInt128(character) }
        }
        return bits == 0 ? nil : bits
    }
}

extension ClosedRange<Unicode.Scalar> {
    fileprivate var bits: UInt128 { (lowerBound.value...upperBound.value).reduce(0) { $0 | 1 << UInt128($1) } }
}

extension JSON.Shape where Value == String {
    /// An employer's code. In the log it may have another form.
    static func employer(in source: Told.Source) -> Self {
        guard case .command(let employers) = source else { return .code }
        return .text(employers.description) { employers.accepts($0) ? $0 : nil }
    }
}
