public import FoundationEssentials
public import Postgres

extension Vault {
    /// A condition on the stored record, for replacing it.
    public enum Condition: Sendable, Hashable {
        /// No condition.
        case none
        /// A record exists, and its tag is one of `tags`; any tag when `nil`.
        case present(tags: Set<String>?)
        /// No record exists.
        case absent
    }

    /// A record with its tag, which changes whenever the record is replaced. The tag reveals nothing of the content.
    public struct Tagged: Sendable {
        /// The record.
        public let record: Record
        /// The tag.
        public let tag: String
    }

    /// The record of a kind, with its tag; `nil` when there is none.
    public func tagged(_ kind: Kind, of person: VaultPerson, in contract: UUID, in session: Session) throws -> Tagged? {
        guard let sealed = try sealed(kind, of: person, in: contract, in: session) else { return nil }
        let key = try unwrapped(sealed.wrappedKey, of: Owner(contract: contract, person: person), in: session)
        do {
            return Tagged(record: try Seal.open(sealed.bytes, of: contract, person, kind, with: key), tag: Seal.tag(sealed.bytes))
        } catch { throw VaultError.damaged(contract: contract, person: person) }
    }

    /// Stores a record if a condition on the stored record holds. Of concurrent calls with the same tag, one succeeds.
    ///
    /// - Returns: The new tag; `nil` when the condition does not hold and nothing is changed.
    public func put(_ record: NewRecord, if condition: Condition, in session: Session) throws -> String? {
        guard let new = try seal([record], in: session).first else { return nil }
        let (contract, person, kind) = (new.owner.contract, new.owner.person, new.kind)
        switch condition {
        case .none:
            for statement in Vault.keep([new]) { try session.execute(statement) }
            return new.tag
        case .absent:
            let count = try session.execute(
                """
                INSERT INTO vault.record (contract_id, person, kind, reference, sealed, recorded_by, recorded_at, tokens,
                    nir_token, name_tokens)
                VALUES (\(contract), \(person.description), \(kind.name), \(kind.reference), \(new.bytes), \(new.recordedBy),
                    \(new.recordedAt), \(new.tokens.search), \(new.tokens.nir), \(new.tokens.names))
                ON CONFLICT DO NOTHING
                """)
            return count == 1 ? new.tag : nil
        case .present(let tags):
            while let old = try sealed(kind, of: person, in: contract, in: session) {
                if let tags, !tags.contains(Seal.tag(old.bytes)) { return nil }
                // A concurrent writer changes these bytes: then check the condition again.
                let count = try session.execute(
                    """
                    UPDATE vault.record SET sealed = \(new.bytes), recorded_by = \(new.recordedBy), recorded_at = \(new.recordedAt),
                        tokens = \(new.tokens.search), nir_token = \(new.tokens.nir), name_tokens = \(new.tokens.names)
                    WHERE contract_id = \(contract) AND person = \(person.description) AND kind = \(kind.name)
                        AND reference = \(kind.reference) AND sealed = \(old.bytes)
                    """)
                if count == 1 { return new.tag }
            }
            return nil
        }
    }

    private func sealed(
        _ kind: Kind, of person: VaultPerson, in contract: UUID, in session: Session
    ) throws -> (bytes: [UInt8], wrappedKey: [UInt8])? {
        try session.first(
            """
            SELECT sealed, wrapped_key FROM vault.record JOIN vault.person USING (contract_id, person)
            WHERE record.contract_id = \(contract) AND person = \(person.description) AND kind = \(kind.name)
                AND reference = \(kind.reference)
            """, as: ([UInt8], [UInt8]).self
        ).map { (bytes: $0.0, wrappedKey: $0.1) }
    }
}
