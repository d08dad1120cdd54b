public import FoundationEssentials
public import Postgres

/// A mandate's reference that a contract wants to register. Among the contracts of some schemes it belongs to one contract alone.
public struct MandateClaim: Hashable, Sendable {
    /// The reference.
    public let reference: String
    /// The contract.
    public let contract: UUID
    /// The schemes whose contracts share no reference.
    public let schemes: [String]

    /// A claim.
    public init(reference: String, contract: UUID, schemes: [String]) {
        self.reference = reference
        self.contract = contract
        self.schemes = schemes
    }

    /// Whether at most one of both can be granted.
    public func excludes(_ other: MandateClaim) -> Bool {
        reference == other.reference && contract != other.contract && !Set(schemes).isDisjoint(with: other.schemes)
    }
}

extension EventLog {
    /// The claims that cannot be granted: another contract of their schemes has registered the reference, and not rescinded it.
    public static func taken(_ claims: [MandateClaim], in session: Session) throws -> Set<MandateClaim> {
        var taken: Set<MandateClaim> = []
        for (schemes, claims) in Dictionary(grouping: claims, by: \.schemes) {
            let found = try session.query(MandateClaim.taken(claims, schemes), as: (String, UUID).self)
            taken.formUnion(found.map { MandateClaim(reference: $0, contract: $1, schemes: schemes) })
        }
        return taken
    }
}

extension MandateClaim {
    /// The reference and the contract of each claim that cannot be granted.
    ///
    /// - Parameter schemes: those of all claims.
    static func taken(_ claims: [MandateClaim], _ schemes: [String]) -> SQL {
        """
        SELECT reference, contract FROM unnest(\(claims.map(\.reference)), \(claims.map(\.contract))) AS claim (reference, contract)
        WHERE EXISTS (
            SELECT FROM log.event AS told
            WHERE told.type = 'mandateRegistered' AND told.payload ->> 'mandateReference' = claim.reference
                AND told.contract_id <> claim.contract
                AND NOT EXISTS (
                    SELECT FROM log.event AS annulling
                    WHERE annulling.contract_id = told.contract_id AND annulling.type = 'rescinded'
                        AND (annulling.payload ->> 'version')::integer = told.version)
                AND EXISTS (
                    SELECT FROM log.event AS joined
                    WHERE joined.contract_id = told.contract_id AND joined.type IN ('affiliated', 'exempted')
                        AND joined.payload ->> 'scheme' = ANY (\(schemes))))
        """
    }
}
