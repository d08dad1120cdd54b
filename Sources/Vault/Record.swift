public import FoundationEssentials

/// Something the vault knows of a person, in clear. Not to be logged.
public struct Record: Sendable, Equatable {
    /// The contract that knows the person.
    public var contract: UUID
    /// Whom it is about.
    public var person: VaultPerson
    /// What it is about.
    public var kind: Kind
    /// Whatever the caller keeps: the vault does not look into it.
    public var content: [UInt8]

    /// Something to be kept.
    public init(contract: UUID, person: VaultPerson, kind: Kind, content: [UInt8]) {
        self.contract = contract
        self.person = person
        self.kind = kind
        self.content = content
    }
}

extension Record: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whose and of which kind, never the content.
    public var description: String { "\(kind.name) of \(person), contract \(contract)" }
    /// The same.
    public var debugDescription: String { description }
    /// Empty, so that a dump does not show the content.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
