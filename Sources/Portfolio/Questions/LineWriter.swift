import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Postgres

/// Writes lines of JSON or CSV into one buffer, without an allocation per line.
struct LineWriter {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Text that needs no escape: keys, punctuation, names of cases.
    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// The name of a case: letters only.
    mutating func name(_ name: String) { bytes.append(contentsOf: name.utf8) }

    mutating func number(_ number: some BinaryInteger) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = UInt64(number.magnitude)
        let start = bytes.count
        repeat {
            bytes.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    mutating func uuid(_ bits: UInt128) {
        bytes.append(addingCapacity: 36) { span in
            span.withUnsafeMutableBufferPointer { buffer, count in
                count += UUID(bits: bits).writeText(to: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
            }
        }
    }

    mutating func day(_ day: Day) {
        let (year, month, dayOfMonth) = day.components
        padded(year, 4)
        bytes.append(UInt8(ascii: "-"))
        padded(month, 2)
        bytes.append(UInt8(ascii: "-"))
        padded(dayOfMonth, 2)
    }

    /// The name of a case in quotes, or null.
    mutating func quoted(_ name: String?) {
        guard let name else { return raw("null") }
        raw("\"")
        self.name(name)
        raw("\"")
    }

    /// A day in quotes, or null.
    mutating func quoted(_ day: Day?) {
        guard let day else { return raw("null") }
        raw("\"")
        self.day(day)
        raw("\"")
    }

    /// Any text, as a JSON string.
    mutating func json(_ text: String) { bytes.append(contentsOf: JSON.string(text).bytes()) }

    /// A byte of a text that needs no escape.
    mutating func character(_ byte: UInt8) { bytes.append(byte) }

    private mutating func padded(_ number: Int, _ width: Int) {
        var unit = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            bytes.append(48 + UInt8(number / unit % 10))
            unit /= 10
        }
    }
}
