/// The greatest width of a text in the fonts of the stylesheet.
///
/// The server does not know the reader's font. The widths are those of DejaVu Sans, the widest of these fonts. A scalar outside the table
/// counts one em, a combining mark nothing.
enum TextWidth {
    /// The width in pixels, rounded up.
    static func pixels(_ text: String, size: Int, isBold: Bool = false) -> Int {
        let thousandths = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
        return (thousandths * size * (isBold ? 112 : 100) + 99_999) / 100_000
    }

    /// The longest prefix of a text that fits with an ellipsis; the whole text if it fits; nil when nothing fits.
    static func cut(_ text: String, toPixels limit: Int, size: Int, isBold: Bool = false) -> String? {
        if pixels(text, size: size, isBold: isBold) <= limit { return text }
        var kept = ""
        for character in text {
            let longer = kept + String(character)
            if pixels(longer + "…", size: size, isBold: isBold) > limit { break }
            kept = longer
        }
        return kept.isEmpty ? nil : kept + "…"
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20...0x7E: ascii[Int(scalar.value) - 0x20]
        case 0xA0, 0x2018, 0x2019, 0x202F: 318
        case 0x2013, 0xAB, 0xBB: 612
        case 0x20AC, 0xB0: 636
        case 0x2713: 838
        case 0xC6, 0xE6, 0x152, 0x153: 1_070
        case 0xC0...0xDE: 800
        case 0xDF...0x24F: 660
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: 0
            default: 1_000
            }
        }
    }

    /// The widths from space to tilde, in thousandths of an em.
    private static let ascii = [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636,
        337,
        337, 838, 838, 838, 531, 1_000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611,
        732,
        684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
        635,
        635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    ]
}
