/// Texts that nobody can guess.
enum RandomText {
    /// Hexadecimal digits, 16 for each 64 random bits.
    static func hexadecimal(bits: Int) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<bits / 64).map { _ in
            let digits = String(random.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
