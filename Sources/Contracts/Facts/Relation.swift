/// The relation of a beneficiary to the holder (G1, G2).
public enum Relation: String, CaseIterable, Sendable {
    case spouse, civilPartner, cohabitant
    case child, grandchild, partnerChild, partnerGrandchild

    /// Whether it is a partner; all other relations are children.
    public var isPartner: Bool {
        switch self {
        case .spouse, .civilPartner, .cohabitant: true
        case .child, .grandchild, .partnerChild, .partnerGrandchild: false
        }
    }
}
