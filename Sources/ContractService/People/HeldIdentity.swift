import CivilTime
import Contracts
import EventLog
import FoundationEssentials
public import JSON
import Postgres
import Vault

/// What the vault holds of a person.
public struct HeldIdentity: Sendable {
    /// Identity and contact details.
    public let content: JSON
    /// Another whenever they are replaced; it tells nothing of them.
    public let tag: String

    /// Identity and contact details, under a tag.
    public init(content: JSON, tag: String) {
        self.content = content
        self.tag = tag
    }
}
