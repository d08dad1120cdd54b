import Billing

/// A file of direct debits as rows have it.
struct StoredFile: Sendable {
    /// The run that presented it.
    let run: Int
    /// Where it is. The file of a run that was cancelled is never handed over, and rows do not say so.
    var file: DirectDebitFile
}
