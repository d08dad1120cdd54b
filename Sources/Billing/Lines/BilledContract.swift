/// A contract's identifier, as its account and its lines have it.
public struct BilledContract: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 128 bits of a UUID.
    public let bits: UInt128

    /// The contract with this UUID.
    public init(bits: UInt128) { self.bits = bits }

    /// Whether `left` comes before `right`.
    public static func < (left: BilledContract, right: BilledContract) -> Bool { left.bits < right.bits }

    /// The UUID in lower case.
    public var description: String {
        var text = ""
        for place in 0..<32 {
            if [8, 12, 16, 20].contains(place) { text += "-" }
            text += String(UInt8(truncatingIfNeeded: bits >> (124 - 4 * place)) & 0xF, radix: 16)
        }
        return text
    }
}
