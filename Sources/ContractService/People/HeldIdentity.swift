import FoundationEssentials
public import JSON

/// A person's identity in the vault.
public struct HeldIdentity: Sendable {
    /// Identity and contact details.
    public let content: JSON
    /// Changes whenever the identity is replaced; reveals nothing of its content.
    public let tag: String

    /// An identity with its tag.
    public init(content: JSON, tag: String) {
        self.content = content
        self.tag = tag
    }
}
