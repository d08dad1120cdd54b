import Billing

/// A part of the list of work about money: one kind, of one scheme.
struct MoneyWorkPart: Hashable, Sendable {
    let kind: MoneyWorkKind
    /// Empty for kinds that belong to no scheme.
    let scheme: String
}

/// In the order of the list.
extension MoneyWorkPart: Comparable {
    static func < (left: MoneyWorkPart, right: MoneyWorkPart) -> Bool {
        if left.kind == right.kind { return left.scheme < right.scheme }
        return left.kind.place < right.kind.place
    }
}

extension MoneyWorkKind {
    /// The place among all kinds.
    fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
