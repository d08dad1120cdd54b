extension JSON {
    /// The expected form of a value, and how to read it.
    ///
    /// Other modules add shapes for their own types, and use them like those here:
    ///
    /// ```swift
    /// extension JSON.Shape where Value == Day {
    ///     static var day: Self { .text("YYYY-MM-DD") { Day($0) } }
    /// }
    /// let period = try body.read(.object { fields throws(MalformedField) in
    ///     (from: try fields.required("from", .day), through: try fields.optional("through", .day))
    /// })
    /// ```
    public struct Shape<Value: Sendable>: Sendable {
        @usableFromInline let read: @Sendable (JSON) throws(MalformedField) -> Value

        /// A shape from the function that reads it. Its errors point relative to the value that it was given.
        @inlinable public init(_ read: @escaping @Sendable (JSON) throws(MalformedField) -> Value) {
            self.read = read
        }
    }

    /// Reads this value as a shape.
    ///
    /// - Throws: the first ``MalformedField``, with its pointer relative to this value.
    @inlinable public func read<Value>(_ shape: Shape<Value>) throws(MalformedField) -> Value {
        try shape.read(self)
    }
}

extension JSON.Shape {
    /// A string that `make` can turn into a value. `form` describes the expected form without any language: `YYYY-MM-DD`.
    @inlinable public static func text(
        _ form: @autoclosure @escaping @Sendable () -> String, _ make: @escaping @Sendable (String) -> Value?
    ) -> Self {
        Self { json throws(MalformedField) in
            guard let value = make(try json.read(.string)) else { throw MalformedField(.badValue(expected: form())) }
            return value
        }
    }

    /// An integer that `make` can turn into a value. `form` describes the expected form without any language: `>= 0`.
    @inlinable public static func number(_ form: @autoclosure @escaping @Sendable () -> String, _ make: @escaping @Sendable (Int) -> Value?)
        -> Self
    {
        Self { json throws(MalformedField) in
            guard let value = make(try json.read(.integer)) else { throw MalformedField(.badValue(expected: form())) }
            return value
        }
    }

    /// An object whose fields `read` takes one by one. A field that it does not take is refused.
    @inlinable public static func object(_ read: @escaping @Sendable (inout JSON.Fields) throws(MalformedField) -> Value) -> Self {
        Self { json throws(MalformedField) in
            guard case .object(let object) = json else { throw MalformedField(.wrongType(expected: .object)) }
            var fields = JSON.Fields(of: object)
            let value = try read(&fields)
            try fields.finish()
            return value
        }
    }

    /// An array of at most `limit` elements of one shape.
    @inlinable public static func array<Element>(of element: JSON.Shape<Element>, atMost limit: Int = .max) -> Self
    where Value == [Element] {
        Self { json throws(MalformedField) in
            guard case .array(let elements) = json else { throw MalformedField(.wrongType(expected: .array)) }
            if elements.count > limit { throw MalformedField(.badValue(expected: "0…\(limit) × […]")) }
            var values: [Element] = []
            values.reserveCapacity(elements.count)
            for (index, json) in elements.enumerated() {
                do throws(MalformedField) { values.append(try element.read(json)) } catch { throw error.under("\(index)") }
            }
            return values
        }
    }
}

extension JSON.Shape where Value: RawRepresentable<String> & CaseIterable {
    /// A string that is the raw value of a case.
    @inlinable public static func oneOf(_ type: Value.Type = Value.self) -> Self {
        Self { json throws(MalformedField) in
            guard let value = Value(rawValue: try json.read(.string)) else {
                throw MalformedField(.badValue(expected: Value.allCases.map(\.rawValue).joined(separator: " | ")))
            }
            return value
        }
    }
}

extension JSON.Shape where Value == String {
    /// A string without U+0000, which PostgreSQL cannot store.
    @inlinable public static var string: Self {
        Self { json throws(MalformedField) in
            guard case .string(let value) = json else { throw MalformedField(.wrongType(expected: .string)) }
            if value.holdsZero { throw MalformedField(.badValue(expected: "!= U+0000")) }
            return value
        }
    }
}

extension JSON.Shape where Value == Int {
    /// A 64-bit integer.
    @inlinable public static var integer: Self {
        Self { json throws(MalformedField) in
            guard case .integer(let value) = json else { throw MalformedField(.wrongType(expected: .integer)) }
            return Int(value)
        }
    }
}

extension JSON.Shape where Value == Bool {
    /// `true` or `false`.
    @inlinable public static var bool: Self {
        Self { json throws(MalformedField) in
            guard case .bool(let value) = json else { throw MalformedField(.wrongType(expected: .boolean)) }
            return value
        }
    }
}

extension JSON.Shape where Value == JSON {
    /// Any value.
    public static var any: Self {
        Self { json throws(MalformedField) in json }
    }
}

extension String {
    /// Whether the text contains U+0000.
    @usableFromInline var holdsZero: Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? utf8.contains(0)
    }
}
