/// A beneficiary's identifier.
public struct BeneficiaryID: Hashable, Comparable, Sendable {
    // One 128-bit number would align every fact to 16 bytes, which costs more memory.
    private let high: UInt64
    private let low: UInt64

    /// The 128 bits of a UUID.
    public var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The beneficiary with this UUID.
    public init(bits: UInt128) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
    }

    /// Whether `left` comes before `right`.
    public static func < (left: BeneficiaryID, right: BeneficiaryID) -> Bool { left.bits < right.bits }
}
