import CivilTime
public import Contracts
public import JSON

/// A command as it was asked: the facts to record together, and the personal data that goes to the vault.
public struct Command: Sendable {
    /// Its name.
    public let name: CommandName
    /// What the log is to hold, in order: one fact, or all that a correction annuls and tells.
    public let facts: [Fact]
    /// What the vault is to hold.
    public let secrets: [Secret]
    /// Where it came from, if that was told.
    public let source: CommandSource?
    /// An RFC 6901 pointer to words that look like personal data, if there are any.
    let personalWords: String?

    /// Personal data told with a command.
    public struct Secret: Sendable {
        /// Whose: `holder`, or a beneficiary.
        public let person: Person
        /// Which record of theirs.
        public let kind: Kind
        /// The record.
        public let content: JSON
        /// An RFC 6901 pointer to it in the command's body.
        var pointer = ""

        /// The records a person may have.
        public enum Kind: Hashable, Sendable {
            /// Names, number, address.
            case identity
            /// The bank details of the mandate with this reference.
            case bankDetails(mandateReference: String)
        }
    }

    /// Reads a command's body, strictly.
    ///
    /// - Parameter employers: the form that the code of an employer must have.
    /// - Throws: the first field that is missing, unknown or of another form than the interface says.
    public init(_ name: CommandName, body: JSON, employers: EmployerCodes = .standard) throws(MalformedField) {
        self.name = name
        if name == .correct {
            let correction = try body.read(.correction(employers))
            (facts, secrets) = (correction.told.map(\.fact), correction.secrets)
            source = correction.source
        } else {
            let told = try body.read(.told(name, in: .command(employers)))
            (facts, secrets) = ([told.fact], told.secrets)
            source = told.source
        }
        personalWords = PersonalWords.pointer(in: body)
    }

    /// Whether it annuls events: a rescission, or a correction that rescinds.
    public var annuls: Bool { facts.contains { if case .rescission = $0 { true } else { false } } }

    /// Whether it may be the first of a contract.
    var mayOpenContract: Bool { name == .affiliate || name == .exempt }
}
