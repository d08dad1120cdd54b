import Foundation

/// The bytes of a file on their way to the XML parser, which are checked before it sees them.
///
/// They are not too many, in UTF-8 without U+0000, begin an XML document without a document type, and have no tag that is too long. The parser would
/// replace entities, and would take a name that is not UTF-8 for a text that is, and end the process. Each piece that it gets ends with a whole character.
final class CheckedStream: InputStream {
    /// Within this many bytes the root element has to begin.
    static let prologLimit = 4096

    /// Why the bytes end before the file does: a ``BankFileDefect``, or what the source threw.
    private(set) var failure: (any Error)?
    private let limit: Int
    private let next: () throws -> [UInt8]
    private var count = 0
    /// Checked bytes that the parser has not had yet.
    private var checked: ArraySlice<UInt8> = []
    /// The beginning of a character whose end has not come yet.
    private var begun: [UInt8] = []
    private var tags = TagLength()
    private var hasBegun = false
    private var hasEnded = false

    /// - Parameters:
    ///   - limit: the greatest number of bytes.
    ///   - next: the next bytes; empty at their end.
    init(limit: Int, _ next: @escaping () throws -> [UInt8]) {
        self.limit = limit
        self.next = next
        super.init(data: Data())
    }

    override func open() {}
    override func close() {}
    override var streamError: (any Error)? { failure }

    override func read(_ buffer: UnsafeMutablePointer<UInt8>, maxLength: Int) -> Int {
        do {
            if !hasBegun {
                hasBegun = true
                while !hasEnded, checked.count < CheckedStream.prologLimit { try fill() }
                try Prolog.check(checked.prefix(CheckedStream.prologLimit))
            }
            while !hasEnded, checked.isEmpty { try fill() }
        } catch {
            failure = error
            return -1
        }
        var length = min(maxLength, checked.count)
        // A character has three continuation bytes at most.
        while length < checked.count, checked[checked.startIndex + length] & 0xC0 == 0x80 { length -= 1 }
        _ = UnsafeMutableBufferPointer(start: buffer, count: length).update(fromContentsOf: checked.prefix(length))
        checked.removeFirst(length)
        return length
    }

    /// Takes the next bytes of the source, and checks them.
    private func fill() throws {
        let bytes = try next()
        hasEnded = bytes.isEmpty
        count += bytes.count
        if count > limit { throw BankFileDefect.tooLong }
        let all = begun + bytes
        let whole = hasEnded ? all.count : all.count - all.lengthOfBegunCharacter
        guard String(validating: all[..<whole], as: UTF8.self) != nil else { throw BankFileDefect.encoding }
        if all[..<whole].contains(0) { throw BankFileDefect.notWellFormed }
        try tags.pass(all[..<whole])
        begun = Array(all[whole...])
        checked += all[..<whole]
    }
}

extension [UInt8] {
    /// How many bytes at the end begin a character in UTF-8 that lacks its end.
    fileprivate var lengthOfBegunCharacter: Int {
        for length in 1...3 where length <= count {
            let byte = self[count - length]
            if byte & 0xC0 == 0x80 { continue }
            let whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return whole > length ? length : 0
        }
        return 0
    }
}
