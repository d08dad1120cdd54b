extension JSON {
    /// The fields of an object while they are taken one by one, so that one which nobody asked for is noticed.
    public struct Fields {
        private let members: [Object.Member]
        /// A bit for each of the first 64 members. A form has fewer fields: of a larger object one of those is not taken.
        private var taken: UInt64 = 0

        /// The fields of an object, none of them taken.
        public init(of object: Object) {
            members = object.members
        }

        /// A field that must be there.
        ///
        /// - Throws: `missing`, or what is wrong with the value.
        @inlinable public mutating func required<Value>(_ key: String, _ shape: Shape<Value>) throws(MalformedField) -> Value {
            guard let value = take(key) else { throw MalformedField(.missing).under(key) }
            do { return try shape.read(value) } catch { throw error.under(key) }
        }

        /// A field that may be absent, or null, which says the same.
        ///
        /// - Throws: what is wrong with the value.
        @inlinable public mutating func optional<Value>(_ key: String, _ shape: Shape<Value>) throws(MalformedField) -> Value? {
            guard let value = take(key) else { return nil }
            if case .null = value { return nil }
            do { return try shape.read(value) } catch { throw error.under(key) }
        }

        /// Refuses the first field that was not taken, in the order in which they were written.
        ///
        /// - Throws: `unknown`.
        public func finish() throws(MalformedField) {
            let index = (~taken).trailingZeroBitCount
            if index < members.count { throw MalformedField(.unknown).under(members[index].key) }
        }

        @usableFromInline mutating func take(_ key: String) -> JSON? {
            guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
            taken |= 1 << UInt64(index)  // nothing for an index of 64 or more
            return members[index].value
        }
    }
}
