extension Int {
    /// A number in `range`, written in digits only.
    init?(digits text: String, in range: ClosedRange<Int>) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), range.contains(number) else {
            return nil
        }
        self = number
    }
}
