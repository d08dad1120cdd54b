import CivilTime
public import Contracts
public import JSON

/// A parsed command: the facts to record together, and the personal data for the vault.
public struct Command: Sendable {
    /// The command's name.
    public let name: CommandName
    /// The facts for the log, in order: one fact, or all rescissions and facts of a correction.
    public let facts: [Fact]
    /// The personal data for the vault.
    public let secrets: [Secret]
    /// The source of the command, if it was given.
    public let source: CommandSource?
    /// An RFC 6901 pointer to text that looks like personal data; nil when there is none.
    let personalWords: String?

    /// Personal data that came with a command.
    public struct Secret: Sendable {
        /// The person: `holder`, or a beneficiary.
        public let person: Person
        /// The kind of record.
        public let kind: Kind
        /// The record.
        public let content: JSON
        /// An RFC 6901 pointer to the data in the command's body.
        var pointer = ""

        /// The kinds of records about a person.
        public enum Kind: Hashable, Sendable {
            /// Names, number, address.
            case identity
            /// The bank details of the mandate with this reference.
            case bankDetails(mandateReference: String)
        }
    }

    /// Parses a command's body, strictly.
    ///
    /// - Parameter employers: the form of employers' codes.
    /// - Throws: The first field that is missing, unknown or malformed.
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

    /// Whether the command annuls events: a rescission, or a correction with rescissions.
    public var annuls: Bool { facts.contains { if case .rescission = $0 { true } else { false } } }

    /// Whether the command may be a contract's first.
    var mayOpenContract: Bool { name == .affiliate || name == .exempt }
}
