import BankFiles

/// A bank's file is not read, and nothing of it is recorded: `bankFile.format`.
public struct UnreadableBankFile: Error, Hashable, Sendable {
    /// The reason, for a clerk.
    public let french: String
    /// The reason in English.
    public let english: String

    init(_ defect: BankFileDefect) {
        french = defect.french
        english = defect.english
    }
}
