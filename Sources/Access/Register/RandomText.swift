/// Texts that nobody can guess.
enum RandomText {
    /// Hexadecimal digits for `bits` random bits, a multiple of 64.
    static func hexadecimal(bits: Int) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<bits / 64).map { _ in
            let digits = String(random.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
