import Contracts

/// Which schemes collect for one creditor. The reference of a mandate is unique among their contracts (EPC016-06).
public struct CreditorSchemes: Sendable {
    /// The schemes of each scheme's creditors, itself among them, sorted.
    private let schemes: [String: [String]]

    /// The schemes with parameters of money, by name. Whoever was ever the creditor of two schemes is the creditor of both.
    public init(_ money: [String: MoneyParameters]) {
        let creditors = money.mapValues { Set($0.creditor.rows.map(\.value.identifier.creditor)) }
        schemes = creditors.mapValues { own in creditors.filter { !$0.value.isDisjoint(with: own) }.keys.sorted() }
    }

    /// The schemes of the creditors of these schemes, sorted; empty when none of them collects.
    public func sharing(with names: Set<String>) -> [String] {
        Set(names.flatMap { schemes[$0] ?? [] }).sorted()
    }
}
