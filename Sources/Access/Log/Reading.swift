public import FoundationEssentials

/// One reading of personal data.
public struct Reading: Sendable, Hashable {
    /// What was read.
    public enum Subject: String, Sendable, CaseIterable {
        /// What the vault holds of one person.
        case person
        /// The people whom a search found.
        case search
    }

    /// Who read: an identifier of the register of callers.
    public let caller: String
    /// In which roles, in alphabetical order, a space between.
    public let role: String
    /// What was read.
    public let subject: Subject
    /// Of which contract; nil for a search.
    public let contract: UUID?
    /// Of which person, `holder` or a beneficiary; nil for a search.
    public let person: String?
    /// The fields that were shown; of a search the kinds of its terms, never their words.
    public let fields: [String]
    /// How many people were found.
    public let found: Int
    /// The trace of the request.
    public let trace: String?

    /// A reading by a caller.
    public init(
        by caller: Caller, _ subject: Subject, contract: UUID? = nil, person: String? = nil, fields: [String], found: Int, trace: String?
    ) {
        self.caller = caller.id
        role = caller.capacity.roles.map(\.rawValue).sorted().joined(separator: " ")
        self.subject = subject
        self.contract = contract
        self.person = person
        self.fields = fields
        self.found = found
        self.trace = trace
    }

    init(
        caller: String, role: String, subject: Subject, contract: UUID?, person: String?, fields: [String], found: Int, trace: String?
    ) {
        (self.caller, self.role, self.subject, self.contract) = (caller, role, subject, contract)
        (self.person, self.fields, self.found, self.trace) = (person, fields, found, trace)
    }
}
