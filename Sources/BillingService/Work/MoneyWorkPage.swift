/// Some lines of the work about money.
public struct MoneyWorkPage: Sendable {
    /// The lines: by kind, then by scheme, then by account, file or line of a bank.
    public let lines: [MoneyWorkLine]
    /// The `after` of the next page; `nil` on the last one.
    public let next: String?

    /// A page.
    public init(lines: [MoneyWorkLine], next: String? = nil) {
        self.lines = lines
        self.next = next
    }

    /// Whether the `after` of a page of the worklist is a place among the work about money.
    public static func isCursor(_ text: String) -> Bool { text.hasPrefix(MoneyWorkCursor.prefix) }
}
