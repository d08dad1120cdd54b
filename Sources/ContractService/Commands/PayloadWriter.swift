import JSON

/// Writes the same bytes as `JSON.bytes(sortedKeys: true)`, but without a tree. Each object's fields are sorted when it ends.
struct PayloadWriter: FieldWriter {
    private var bytes: [UInt8] = []
    /// The fields of the unfinished objects: their keys and byte ranges.
    private var fields: [(key: String, range: Range<Int>)] = []

    /// The bytes of an object with the fields that `tell` puts.
    static func bytes(_ tell: (inout Self) -> Void) -> [UInt8] {
        var writer = PayloadWriter()
        writer.bytes.reserveCapacity(256)
        writer.fields.reserveCapacity(16)
        writer.object(tell)
        return writer.bytes
    }

    mutating func put(_ key: String, _ text: String) {
        begin(key)
        JSON.write(text, to: &bytes)
        end()
    }

    mutating func put(_ key: String, _ number: Int) {
        begin(key)
        bytes.append(contentsOf: String(number).utf8)
        end()
    }

    mutating func put(_ key: String, _ truth: Bool) {
        begin(key)
        bytes.append(contentsOf: (truth ? "true" : "false").utf8)
        end()
    }

    mutating func put(_ key: String, tell: (inout Self) -> Void) {
        begin(key)
        object(tell)
        end()
    }

    mutating func put<Item>(_ key: String, _ items: [Item], tell: (inout Self, Item) -> Void) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for item in items {
            object { tell(&$0, item) }
            comma()
        }
        close("]", isEmpty: items.isEmpty)
        end()
    }

    private mutating func object(_ tell: (inout Self) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        let first = fields.count
        tell(&self)
        let isEmpty = fields.count == first
        sort(from: first)
        fields.removeSubrange(first...)
        close("}", isEmpty: isEmpty)
    }

    private mutating func begin(_ key: String) {
        fields.append((key, bytes.count..<bytes.count))
        JSON.write(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func end() {
        comma()
        let place = fields.count - 1
        fields[place].range = fields[place].range.lowerBound..<bytes.count
    }

    /// A comma follows every field and element; `close` replaces the last one with the bracket.
    private mutating func comma() { bytes.append(UInt8(ascii: ",")) }

    private mutating func close(_ bracket: Unicode.Scalar, isEmpty: Bool) {
        if !isEmpty { bytes.removeLast() }
        bytes.append(UInt8(ascii: bracket))
    }

    /// Sorts the fields of the object that ends.
    private mutating func sort(from first: Int) {
        let start = first < fields.count ? fields[first].range.lowerBound : bytes.count
        var isSorted = true
        for end in fields.indices[first...].dropFirst() {
            var place = end
            while place > first, fields[place].key < fields[place - 1].key {
                fields.swapAt(place, place - 1)
                place -= 1
                isSorted = false
            }
        }
        if isSorted { return }
        let written = bytes
        bytes.removeSubrange(start...)
        for field in fields[first...] { bytes.append(contentsOf: written[field.range]) }
    }
}
