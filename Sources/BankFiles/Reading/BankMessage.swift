/// A message of a bank, as far as it is read.
protocol BankMessage {
    /// How many lines and parts of lines it holds in memory.
    var count: Int { get }

    /// An element begins.
    ///
    /// - Parameter path: its path below the message's own element.
    mutating func begin(_ path: String)

    /// An element ends.
    mutating func end(_ path: String, _ text: BankFileText)

    /// The whole message.
    func file() throws(BankFileDefect) -> BankFile
}
