/// An international bank account number (ISO 13616), written without spaces.
public struct IBAN: Hashable, Sendable {
    /// The number.
    public let text: String

    /// Reads an IBAN: checks the country, its length in the registry, and the check digits (MOD 97).
    ///
    /// Drops spaces, and converts to upper case. `nil` for other texts.
    public init?(_ written: String) {
        guard let characters = written.codeCharacters, let length = IBAN.length(characters.prefix(2)), characters.count == length,
            IBAN.checkDigits.contains(String(decoding: characters[2..<4], as: UTF8.self))
        else { return nil }
        guard CheckDigits.remainder(of: characters[4...] + characters[..<4]) == 1 else { return nil }
        text = String(decoding: characters, as: UTF8.self)
    }

    /// The check digits allowed by the standard: 02 to 98.
    private static let checkDigits = Set((2...98).map { ($0 < 10 ? "0" : "") + String($0) })

    /// The length of a country's numbers; `nil` for a country without them.
    public static func length(_ country: ArraySlice<UInt8>) -> Int? { lengths[String(decoding: country, as: UTF8.self)] }

    /// The length per country, from SWIFT's registry of IBAN formats.
    private static let lengths: [String: Int] = {
        let registry = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 \
            FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 \
            LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 \
            SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
            """
        let pairs = registry.split(separator: " ").map { (String($0.prefix(2)), Int($0.dropFirst(2)) ?? 0) }
        return Dictionary(pairs) { $1 }
    }()
}

extension String {
    /// The characters of a code, without spaces and in upper case; `nil` when one is not ASCII.
    public var codeCharacters: [UInt8]? {
        var characters: [UInt8] = []
        characters.reserveCapacity(utf8.count)
        for scalar in unicodeScalars where ![" ", "\u{A0}", "\u{202F}"].contains(scalar) {
            guard scalar.isASCII else { return nil }
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            characters.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
        }
        return characters
    }
}
