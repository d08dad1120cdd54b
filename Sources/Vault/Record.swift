public import FoundationEssentials

/// Data about a person, unencrypted. Never log it.
public struct Record: Sendable, Equatable {
    /// The contract that the person belongs to.
    public var contract: UUID
    /// The person.
    public var person: VaultPerson
    /// The kind of data.
    public var kind: Kind
    /// Any bytes: the vault does not interpret them.
    public var content: [UInt8]

    /// A record to keep.
    public init(contract: UUID, person: VaultPerson, kind: Kind, content: [UInt8]) {
        self.contract = contract
        self.person = person
        self.kind = kind
        self.content = content
    }
}

extension Record: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind, person and contract, never the content.
    public var description: String { "\(kind.name) of \(person), contract \(contract)" }
    /// The same.
    public var debugDescription: String { description }
    /// Empty, so that a dump does not show the content.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
