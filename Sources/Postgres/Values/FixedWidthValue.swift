/// A value whose binary form is one integer in network order.
public protocol FixedWidthValue: PostgresEncodable {
    /// The integer's type.
    associatedtype Bits: FixedWidthInteger

    /// The value that PostgreSQL writes as `bits`.
    init(bits: Bits)

    /// What PostgreSQL writes for the value.
    var bits: Bits { get }
}

extension FixedWidthValue {
    /// The integer, in network order.
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bits) }
}

extension FixedWidthValue where Self: FixedWidthInteger {
    /// The integer itself.
    @inlinable public init(bits: Self) { self = bits }

    /// The integer itself.
    @inlinable public var bits: Self { self }
}
