extension JSON {
    /// Reads one document: strict RFC 8259 in valid UTF-8, with only white space around it and distinct keys in each object.
    ///
    /// Arrays and objects may be nested to `maximumDepth`, and never deeper than 512: the parser is recursive.
    ///
    /// - Throws: the first ``SyntaxError``, in the order of the bytes.
    public init(parsing bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = 32) throws(SyntaxError) {
        var parser = Parser(bytes: bytes, maximumDepth: min(maximumDepth, 512))
        self = try parser.document()
    }

    /// Reads one document from an array of bytes.
    public init(parsing bytes: [UInt8], maximumDepth: Int = 32) throws(SyntaxError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(SyntaxError) in
            try JSON(parsing: buffer, maximumDepth: maximumDepth)
        }
    }

    /// Reads one document from a text.
    public init(parsing text: String, maximumDepth: Int = 32) throws(SyntaxError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }
}

/// Reads each byte once. A string is made in one step from the bytes between its quotes.
private struct Parser {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var position = 0

    /// The next byte, or 0 at the end: no token contains a 0.
    var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSON.SyntaxError) -> JSON {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw unexpected }
        return value
    }

    var unexpected: JSON.SyntaxError {
        bytes[position...].starts(with: JSON.byteOrderMark) ? .byteOrderMark(offset: position) : .notJSON(offset: position)
    }

    mutating func skipSpace() {
        while next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
    }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(JSON.SyntaxError) -> JSON {
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string().text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected
        }
    }

    mutating func word(_ text: StaticString, _ value: JSON) throws(JSON.SyntaxError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard next == text.utf8Start[index] else { throw unexpected }
            position += 1
        }
        return value
    }

    mutating func array(depth: Int) throws(JSON.SyntaxError) -> [JSON] {
        guard depth <= maximumDepth else { throw .tooDeep(maximum: maximumDepth) }
        position += 1
        skipSpace()
        if skip("]") { return [] }
        var elements: [JSON] = []
        while true {
            skipSpace()
            do { elements.append(try value(depth: depth)) } catch { throw error.under("\(elements.count)") }
            skipSpace()
            if skip("]") { return elements }
            guard skip(",") else { throw unexpected }
        }
    }

    mutating func object(depth: Int) throws(JSON.SyntaxError) -> JSON.Object {
        guard depth <= maximumDepth else { throw .tooDeep(maximum: maximumDepth) }
        position += 1
        skipSpace()
        if skip("}") { return JSON.Object() }
        var members: [JSON.Object.Member] = []
        members.reserveCapacity(8)
        var known = KnownKeys()
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected }
            let start = position
            let (key, isPlain) = try string()
            guard known.insert(key, isPlain: isPlain, written: bytes[start..<position], after: members) else {
                throw JSON.SyntaxError.duplicateKey(pointer: "").under(key)
            }
            skipSpace()
            guard skip(":") else { throw unexpected }
            skipSpace()
            do { members.append(.init(key: key, value: try value(depth: depth))) } catch { throw error.under(key) }
            skipSpace()
            if skip("}") { return JSON.Object(distinct: members) }
            guard skip(",") else { throw unexpected }
        }
    }
}

extension Parser {
    mutating func number() throws(JSON.SyntaxError) -> JSON {
        let start = position
        let isNegative = skip("-")
        var magnitude: Int64? = 0  // negative, because the least integer has no positive counterpart
        if !skip("0") {
            guard isDigit(next) else { throw unexpected }
            while isDigit(next) {
                magnitude = magnitude.flatMap { Self.shift($0, by: next) }
                position += 1
            }
        }
        let isWhole = next != UInt8(ascii: ".") && next | 0x20 != UInt8(ascii: "e")
        if skip(".") { try digits() }
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            if !skip("-") { _ = skip("+") }
            try digits()
        }
        if isWhole, let magnitude, isNegative || magnitude != .min {
            return .integer(isNegative ? magnitude : -magnitude)
        }
        if !isWhole, let integer = Self.integer(bytes[start..<position]) { return .integer(integer) }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// The 64-bit integer that equals a literal with a fraction or an exponent; nil when there is none.
    static func integer(_ literal: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        let isNegative = literal.first == UInt8(ascii: "-")
        let parts = literal.dropFirst(isNegative ? 1 : 0).split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 | 0x20 == UInt8(ascii: "e")
        }
        let mantissa = parts[0].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = mantissa.count == 2 ? mantissa[1].count : 0
        let significant = mantissa.joined().drop { $0 == UInt8(ascii: "0") }
        let zeros = significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        let digits = significant.dropLast(zeros)
        if digits.isEmpty { return 0 }
        // Only 19 digits can fit in 64 bits: a longer number returns nil without arithmetic.
        guard let exponent = parts.count == 2 ? Int(String(decoding: parts[1], as: UTF8.self)) : 0,
            case let scale = exponent.subtractingReportingOverflow(fraction - zeros), !scale.overflow,
            0...18 ~= scale.partialValue, digits.count + scale.partialValue <= 19
        else { return nil }
        var magnitude: Int64? = 0
        for digit in digits { magnitude = magnitude.flatMap { shift($0, by: digit) } }
        for _ in 0..<scale.partialValue { magnitude = magnitude.flatMap { shift($0, by: UInt8(ascii: "0")) } }
        guard let magnitude, isNegative || magnitude != .min else { return nil }
        return isNegative ? magnitude : -magnitude
    }

    static func shift(_ value: Int64, by digit: UInt8) -> Int64? {
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflowAgain) = tens.subtractingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
        return overflow || overflowAgain ? nil : sum
    }

    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    mutating func digits() throws(JSON.SyntaxError) {
        guard isDigit(next) else { throw unexpected }
        while isDigit(next) { position += 1 }
    }
}

extension Parser {
    /// - Returns: the text, and whether it is plain ASCII without escapes.
    mutating func string() throws(JSON.SyntaxError) -> (text: String, isPlain: Bool) {
        let quote = position
        position += 1
        let isASCII = skipPlain()
        let head = bytes[quote + 1..<position]
        guard next == UInt8(ascii: "\\") else {
            guard skip("\"") else { throw unexpected }
            return (try text(UnsafeBufferPointer(rebasing: head), isASCII: isASCII, from: quote), isASCII)
        }
        var unescaped = Array(head)
        while true {
            let start = position
            _ = skipPlain()
            unescaped.append(contentsOf: bytes[start..<position])
            if skip("\"") { break }
            guard next == UInt8(ascii: "\\") else { throw unexpected }
            try escape(into: &unescaped)
        }
        let whole = try unescaped.withUnsafeBufferPointer { (whole) throws(JSON.SyntaxError) in
            try text(whole, isASCII: false, from: quote)
        }
        return (whole, false)
    }

    /// Skips the bytes that need no unescaping. Returns whether all of them are ASCII.
    mutating func skipPlain() -> Bool {
        var seen: UInt8 = 0
        var place = position
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            seen |= byte
            place += 1
        }
        position = place
        return seen < 0x80
    }

    func text(_ slice: UnsafeBufferPointer<UInt8>, isASCII: Bool, from offset: Int) throws(JSON.SyntaxError) -> String {
        if isASCII { return String(decoding: slice, as: UTF8.self) }
        guard let text = String(validating: slice, as: UTF8.self) else { throw .invalidUnicode(offset: offset) }
        return text
    }

    mutating func escape(into unescaped: inout [UInt8]) throws(JSON.SyntaxError) {
        let backslash = position
        position += 1
        let letter = next
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard UTF16.isLeadSurrogate(unit) || UTF16.isTrailSurrogate(unit) else {
                unescaped.append(contentsOf: UTF8.encode(Unicode.Scalar(unit)!)!)  // not half of a surrogate pair, so a scalar
                return
            }
            guard UTF16.isLeadSurrogate(unit), skip("\\"), next == UInt8(ascii: "u") else { throw .invalidUnicode(offset: backslash) }
            let trail = try codeUnit()
            guard UTF16.isTrailSurrogate(trail) else { throw .invalidUnicode(offset: backslash) }
            let scalar = 0x10000 + (UInt32(unit) & 0x3FF) << 10 | UInt32(trail) & 0x3FF
            unescaped.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar)!)!)  // a whole surrogate pair, so a scalar
            return
        default: throw unexpected
        }
        position += 1
    }

    /// Reads `u` and four hexadecimal digits.
    mutating func codeUnit() throws(JSON.SyntaxError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = next - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = next - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = next - UInt8(ascii: "A") + 10
            default: throw unexpected
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
