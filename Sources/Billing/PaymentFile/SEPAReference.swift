/// A reference in a file for a bank, of a mandate or of a payment (EPC217-08): 1 to 35 of SEPA's letters, no space, no `/` at either end, no `//`.
public enum SEPAReference {
    /// Whether a text is such a reference.
    ///
    /// - Parameter allowsSpaces: whether it may have spaces. No file can name such a reference, but some mandates were registered under one.
    public static func accepts(_ text: String, allowingSpaces allowsSpaces: Bool = false) -> Bool {
        let letters = Array(text.utf8)
        return (1...35).contains(letters.count)
            && letters.allSatisfy { SEPAText.isLetter($0) && (allowsSpaces || $0 != UInt8(ascii: " ")) }
            && !text.hasPrefix("/") && !text.hasSuffix("/") && !zip(letters, letters.dropFirst()).contains { $0 == 0x2F && $1 == 0x2F }
    }
}
