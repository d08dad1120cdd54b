import Glibc
import Logging

/// One log event as a line of JSON: `time`, `level`, `logger`, `message`, then the metadata by key, and a line feed.
struct LogLine {
    private(set) var bytes: [UInt8] = []

    /// A line for an event that happens now.
    init(level: Logger.Level, label: String, message: String, metadata: Logger.Metadata, error: (any Error)? = nil) {
        bytes.reserveCapacity(320)
        bytes.append(contentsOf: #"{"time":""#.utf8)
        writeTime()
        bytes.append(contentsOf: #"","level":""#.utf8)
        bytes.append(contentsOf: level.rawValue.utf8)
        bytes.append(UInt8(ascii: "\""))
        write("logger", label)
        write("message", message)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let isTaken = ["time", "level", "logger", "message", "error"].contains(key)
            write(key: isTaken ? key + "_" : key)
            write(value)
        }
        if let error { write("error", "\(error)") }
        bytes.append(contentsOf: "}\n".utf8)
    }

    /// `2026-11-29T21:40:00.123Z`.
    private mutating func writeTime() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        write(parts.tm_year + 1900, digits: 4)
        for (separator, number) in [
            ("-", parts.tm_mon + 1), ("-", parts.tm_mday), ("T", parts.tm_hour), (":", parts.tm_min), (":", parts.tm_sec),
        ] {
            bytes.append(contentsOf: separator.utf8)
            write(number, digits: 2)
        }
        bytes.append(UInt8(ascii: "."))
        write(Int32(time.tv_nsec / 1_000_000), digits: 3)
        bytes.append(UInt8(ascii: "Z"))
    }

    private mutating func write(_ number: Int32, digits: Int) {
        var divisor: Int32 = digits == 4 ? 1000 : digits == 3 ? 100 : 10
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func write(_ key: String, _ text: String) {
        write(key: key)
        write(text)
    }

    private mutating func write(key: String) {
        bytes.append(UInt8(ascii: ","))
        write(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func write(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): write(text)
        // `Int` comes first, since this check is the cheapest.
        case .stringConvertible(let value as Int): bytes.append(contentsOf: String(value).utf8)
        case .stringConvertible(let value) where value is any BinaryInteger: bytes.append(contentsOf: value.description.utf8)
        case .stringConvertible(let value): write(value.description)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(value)
            }
            bytes.append(UInt8(ascii: "]"))
        case .dictionary(let values):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(member.key)
                bytes.append(UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.isEscaped) {
            for byte in text.utf8 { if Self.isEscaped(byte) { writeEscaped(byte) } else { bytes.append(byte) } }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        default: bytes.append(contentsOf: ((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8)
        }
    }
}
