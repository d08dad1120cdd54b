/// What a beneficiary is to the holder (G1, G2).
public enum Relation: String, CaseIterable, Sendable {
    case spouse, civilPartner, cohabitant
    case child, grandchild, partnerChild, partnerGrandchild

    /// Whether it is a partner; every other relation is a child's.
    public var isPartner: Bool {
        switch self {
        case .spouse, .civilPartner, .cohabitant: true
        case .child, .grandchild, .partnerChild, .partnerGrandchild: false
        }
    }
}
