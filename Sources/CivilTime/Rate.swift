/// An exact decimal rate such as `0.008`.
public struct Rate: Hashable, Sendable {
    let numerator: Int
    let denominator: Int
}

extension Rate: LosslessStringConvertible {
    /// Reads digits with at most nine decimals (`0.50`, `1`), from 0 to below 1000.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, (1...3).contains(parts[0].utf8.count), parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard parts.count == 1 || (1...9).contains(decimals.utf8.count), let numerator = Int(String(parts[0]) + decimals) else {
            return nil
        }
        self.init(numerator: numerator, denominator: decimals.utf8.reduce(1) { power, _ in power * 10 })
    }

    /// The digits, with all decimals kept.
    public var description: String {
        let decimals = String(denominator).utf8.count - 1
        guard decimals > 0 else { return String(numerator) }
        return "\(numerator / denominator).\(padded(numerator % denominator, decimals))"
    }
}
