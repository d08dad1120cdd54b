/// A bank's identifier code (ISO 9362).
public struct BIC: Hashable, Sendable {
    /// The code.
    public let text: String

    /// Reads a code: four letters of the bank, two of its country, two letters or digits of its place, and three more of a branch or none.
    ///
    /// `nil` for other texts. pain.008.001.08 would take digits among the first four too, but pain.008.001.02 does not, nor a place that begins with 0
    /// or 1 or ends with the letter O. A code that only one of them takes would not outlast a change of P `directDebitFormat`.
    public init?(_ text: String) {
        guard text.wholeMatch(of: /[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?/) != nil else { return nil }
        self.text = text
    }
}
