public import FoundationEssentials

/// Something the vault knows of a person, in clear. Not to be logged.
public struct Record: Sendable, Equatable {
    public var contract: UUID
    public var person: Person
    public var kind: Kind
    /// Whatever the caller keeps: the vault does not look into it.
    public var content: [UInt8]

    public init(contract: UUID, person: Person, kind: Kind, content: [UInt8]) {
        self.contract = contract
        self.person = person
        self.kind = kind
        self.content = content
    }
}

extension Record: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whose and of which kind, never the content.
    public var description: String { "\(kind.name) of \(person), contract \(contract)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
