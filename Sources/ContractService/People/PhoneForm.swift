/// The normal form of telephone numbers: only digits. A French number always begins with 0, a foreign one with its country code.
enum PhoneForm {
    static func digits(of number: String) -> String {
        var digits = String(decoding: number.utf8.filter { (0x30...0x39).contains($0) }, as: UTF8.self)
        let isInternational = number.hasPrefix("+") || digits.hasPrefix("00")
        guard isInternational else { return digits }
        if !number.hasPrefix("+") { digits.removeFirst(2) }
        guard digits.hasPrefix("33") else { return digits }
        // People also write "+33 (0)2 98 …".
        let national = digits.dropFirst(2)
        return national.hasPrefix("0") ? String(national) : "0" + national
    }
}
