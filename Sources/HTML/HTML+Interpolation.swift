extension HTML: ExpressibleByStringInterpolation {
    /// A literal, unchanged.
    public init(stringLiteral text: StaticString) {
        self.init(bytes: text.withUTF8Buffer { Array($0) })
    }

    /// A literal with its interpolated values.
    public init(stringInterpolation: StringInterpolation) { self.init(bytes: stringInterpolation.bytes) }

    /// Collects a literal and its values in one buffer.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate private(set) var bytes: [UInt8] = []

        /// Reserves the literal's length, and 16 bytes for each value.
        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// Appends a part of the literal, unchanged.
        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// Appends a piece of HTML, unchanged.
        public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

        /// Appends a piece of HTML, or nothing.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes += html.bytes }
        }

        /// Appends pieces of HTML, one after the other.
        public mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
            for piece in pieces { bytes += piece.bytes }
        }

        /// Appends a piece of HTML if `condition` holds.
        public mutating func appendInterpolation(if condition: Bool, _ html: @autoclosure () -> HTML) {
            if condition { bytes += html().bytes }
        }

        /// Appends a text, escaped.
        ///
        /// In an address attribute such as `href`, a text that could lead to another site or run as script becomes `#`.
        public mutating func appendInterpolation(_ text: some StringProtocol) {
            var text = String(text)
            let address = HTML.begunAddress(in: bytes)
            text.withUTF8 { utf8 in
                if let address, !HTML.isLocalAddress(address + utf8) {
                    bytes.append(UInt8(ascii: "#"))
                } else {
                    HTML.escape(utf8, into: &bytes)
                }
            }
        }

        /// Appends a text, escaped, or nothing.
        public mutating func appendInterpolation(_ text: String?) {
            if let text { appendInterpolation(text) }
        }

        /// Appends a number in decimal digits.
        public mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

        /// Appends the address of a page.
        public mutating func appendInterpolation(_ address: PageAddress) { address.write(into: &bytes) }

        /// Appends an attribute, its value escaped and quoted; nothing when `value` is nil.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            begin(name)
            appendInterpolation(value)
            bytes.append(UInt8(ascii: "\""))
        }

        /// Appends an attribute whose value is an address; nothing when `address` is nil.
        public mutating func appendInterpolation(attribute name: StaticString, _ address: PageAddress?) {
            guard let address else { return }
            begin(name)
            address.write(into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }

        /// Appends an attribute without a value, such as `required`, if `isPresent`.
        public mutating func appendInterpolation(attribute name: StaticString, _ isPresent: Bool) {
            guard isPresent else { return }
            bytes.append(UInt8(ascii: " "))
            appendLiteral(name)
        }

        private mutating func begin(_ attribute: StaticString) {
            bytes.append(UInt8(ascii: " "))
            appendLiteral(attribute)
            bytes.append(UInt8(ascii: "="))
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
