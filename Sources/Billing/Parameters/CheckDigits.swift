/// The check digits of account numbers and creditor identifiers (MOD 97-10, ISO 7064).
enum CheckDigits {
    /// The remainder by 97 of digits and capital letters, which count from 10; `nil` when there is another character. It is 1 when the digits fit.
    static func remainder(of characters: some Sequence<UInt8>) -> Int? {
        var remainder = 0
        for character in characters {
            switch character {
            case 0x30...0x39: remainder = (remainder * 10 + Int(character) - 0x30) % 97
            case 0x41...0x5A: remainder = (remainder * 100 + Int(character) - 0x41 + 10) % 97
            default: return nil
            }
        }
        return remainder
    }
}
