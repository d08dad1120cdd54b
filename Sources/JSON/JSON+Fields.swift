extension JSON {
    /// The fields of an object while they are taken one by one, so that one which nobody asked for is noticed.
    public struct Fields {
        private let object: Object
        private var isTaken: [Bool]

        /// The fields of an object, none of them taken.
        public init(of object: Object) {
            self.object = object
            isTaken = Array(repeating: false, count: object.members.count)
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
            guard let index = isTaken.firstIndex(of: false) else { return }
            throw MalformedField(.unknown).under(object.members[index].key)
        }

        @usableFromInline mutating func take(_ key: String) -> JSON? {
            guard let index = object.index(of: key) else { return nil }
            isTaken[index] = true
            return object.members[index].value
        }
    }
}
