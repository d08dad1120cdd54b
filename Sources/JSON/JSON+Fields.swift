extension JSON {
    /// Takes the fields of an object one by one, and finds the fields that were not taken.
    public struct Fields {
        private let members: [Object.Member]
        /// One bit for each of the first 64 members. No form has more fields, so a larger object has an unknown field among them.
        private var taken: UInt64 = 0

        /// The fields of an object; none is taken yet.
        public init(of object: Object) {
            members = object.members
        }

        /// Takes a field that must be there.
        ///
        /// - Throws: `missing`, or the error of the value.
        @inlinable public mutating func required<Value>(_ key: String, _ shape: Shape<Value>) throws(MalformedField) -> Value {
            guard let value = take(key) else { throw MalformedField(.missing).under(key) }
            do { return try shape.read(value) } catch { throw error.under(key) }
        }

        /// Takes a field that may be absent; null means absent.
        ///
        /// - Throws: the error of the value.
        @inlinable public mutating func optional<Value>(_ key: String, _ shape: Shape<Value>) throws(MalformedField) -> Value? {
            guard let value = take(key) else { return nil }
            if case .null = value { return nil }
            do { return try shape.read(value) } catch { throw error.under(key) }
        }

        /// Whether there is a field of this name, taken or not.
        public func has(_ key: String) -> Bool { members.contains { $0.key == key } }

        /// Refuses the first field that was not taken, in the order of the document.
        ///
        /// - Throws: `unknown`.
        public func finish() throws(MalformedField) {
            let index = (~taken).trailingZeroBitCount
            if index < members.count { throw MalformedField(.unknown).under(members[index].key) }
        }

        @usableFromInline mutating func take(_ key: String) -> JSON? {
            guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
            taken |= 1 << UInt64(index)  // sets no bit for an index of 64 or more
            return members[index].value
        }
    }
}
