/// A value whose binary form is one integer in network order.
public protocol FixedWidthValue: PostgresEncodable {
    /// The integer's type.
    associatedtype Bits: FixedWidthInteger

    /// The value with the binary form `bits`.
    init(bits: Bits)

    /// The value's binary form.
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
