public import FoundationEssentials

/// One reading of personal data.
public struct Reading: Sendable, Hashable {
    /// What was read.
    public enum Subject: String, Sendable, CaseIterable {
        /// The vault's data on one person.
        case person
        /// The people found by a search.
        case search
    }

    /// The caller who read: an identifier of the register of callers.
    public let caller: String
    /// The caller's roles, in alphabetical order, separated by spaces.
    public let role: String
    /// What was read.
    public let subject: Subject
    /// The contract of the person; nil for a search.
    public let contract: UUID?
    /// The person, `holder` or a beneficiary; nil for a search.
    public let person: String?
    /// The fields that were shown. For a search, the kinds of its terms, never their text.
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
