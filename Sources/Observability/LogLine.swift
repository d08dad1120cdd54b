import FoundationEssentials
import Logging

/// One log event as a line of JSON: `time`, `level`, `logger`, `message`, then the metadata by key, and a line feed.
struct LogLine {
    private(set) var bytes: [UInt8] = []

    init(_ event: LogEvent, at time: Date, label: String, metadata: Logger.Metadata) {
        bytes.reserveCapacity(256)
        bytes.append(contentsOf: #"{"time":""#.utf8)
        bytes.append(contentsOf: time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)).utf8)
        bytes.append(contentsOf: #"","level":""#.utf8)
        bytes.append(contentsOf: event.level.rawValue.utf8)
        bytes.append(UInt8(ascii: "\""))
        write("logger", label)
        write("message", event.message.description)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let isTaken = ["time", "level", "logger", "message", "error"].contains(key)
            write(key: isTaken ? key + "_" : key)
            write(value)
        }
        if let error = event.error { write("error", "\(error)") }
        bytes.append(contentsOf: "}\n".utf8)
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
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case 0..<0x20: bytes.append(contentsOf: ((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
