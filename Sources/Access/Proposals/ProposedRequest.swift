public import FoundationEssentials
public import JSON

/// A request that one caller sent and another has to confirm: all that is needed to run it.
public struct ProposedRequest: Sendable, Hashable {
    /// The operations that can be proposed, by their names in the interface.
    public enum Operation: String, Sendable, CaseIterable {
        /// Annuls one event.
        case rescind
        /// Annuls events, and records facts in their place.
        case correct
        /// Destroys the data on a person.
        case erase = "erase-person"
    }

    /// The operation to run.
    public let operation: Operation
    /// The path of the request.
    public let path: String
    /// The contract that the path names.
    public let contract: UUID
    /// The body. It holds no personal data: proposals are not encrypted.
    public let body: JSON
    /// The lines of its `If-Match` header.
    public let ifMatch: [String]

    /// A request as it was sent.
    public init(_ operation: Operation, path: String, contract: UUID, body: JSON, ifMatch: [String] = []) {
        self.operation = operation
        self.path = path
        self.contract = contract
        self.body = body
        self.ifMatch = ifMatch
    }
}
