public import CivilTime

extension Money {
    /// The highest accepted amount: ten thousand million euros, as in the interface.
    private static let highest = 1_000_000_000_000

    /// Reads an amount as clerks type it, without rounding: `2 500,50`, `2500.50`, `2 500,5 €`, `2,500.50`, `€2,500.50`. Negative amounts
    /// are refused.
    ///
    /// Of two kinds of separators, the last is the decimal one. A single separator before three digits is ambiguous: `2.500` is refused.
    ///
    /// - Throws: the part that is ambiguous or invalid.
    public init(typed text: String) throws(UnreadableText) {
        var rest = text.folded
        for unit in ["€", "euros", "euro", "eur"] {
            if rest.hasSuffix(unit) {
                rest.removeLast(unit.count)
            } else if rest.hasPrefix(unit) {
                rest.removeFirst(unit.count)
            } else {
                continue
            }
            break
        }
        rest = rest.folded
        if rest.isEmpty { throw UnreadableText(.amount, text.folded.isEmpty ? .empty : .unreadable, typed: text) }
        if rest.hasPrefix("-") || rest.hasPrefix(Typography.minus) { throw UnreadableText(.amount, .negative, typed: text) }
        let (euros, decimals) = try Money.split(rest, typed: text)
        let whole = try Money.ungrouped(euros, typed: text)
        guard whole.utf8.count <= 15, let number = Int(whole + decimals), number <= Money.highest else {
            throw UnreadableText(.amount, .tooGreat, typed: text)
        }
        self.init(cents: number)
    }

    /// The part before the decimal separator, still grouped, and two decimals.
    private static func split(_ text: String, typed: String) throws(UnreadableText) -> (euros: Substring, decimals: String) {
        let separators = text.indices.filter { text[$0] == "," || text[$0] == "." }
        guard let last = separators.last else { return (text[...], "00") }
        let (euros, decimals) = (text[..<last], text[text.index(after: last)...])
        let others = separators.dropLast()
        if others.contains(where: { text[$0] == text[last] }) {
            // A repeated separator is a group separator.
            if others.contains(where: { text[$0] != text[last] }) { throw UnreadableText(.amount, .unreadable, typed: typed) }
            return (text[...], "00")
        }
        if decimals.isEmpty || !decimals.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw UnreadableText(.cents, .unreadable, typed: typed)
        }
        if decimals.utf8.count > 2 {
            let mayGroup = others.isEmpty && decimals.utf8.count == 3 && (1...3).contains(euros.utf8.count) && euros.first != "0"
            throw UnreadableText(.amount, mayGroup ? .ambiguous : .tooFine, typed: typed)
        }
        return (euros, decimals.utf8.count == 2 ? String(decimals) : "\(decimals)0")
    }

    /// The digits of whole euros: one group, or groups of three after the first, with the same separator.
    private static func ungrouped(_ text: Substring, typed: String) throws(UnreadableText) -> String {
        // Not `"0"..."9"`: that range includes digits with a combining mark.
        let isDigit = { (character: Character) in character.isASCII && character.isNumber }
        let separators = Set(text.filter { !isDigit($0) })
        let groups = text.split(omittingEmptySubsequences: false) { !isDigit($0) }
        let isGrouped =
            groups.count == 1
            ? !groups[0].isEmpty
            : (1...3).contains(groups[0].utf8.count)
                && groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
        guard isGrouped, separators.count <= 1, separators.isSubset(of: [" ", ".", ","]) else {
            throw UnreadableText(.amount, .unreadable, typed: typed)
        }
        return groups.joined()
    }
}
