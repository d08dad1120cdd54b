/// The place of a request in a trace, as W3C Trace Context names it: what ties the log lines of one request together, across services.
public struct TraceContext: Sendable, Hashable {
    /// The trace: 32 lowercase hexadecimal digits, not all 0.
    public let traceID: String
    /// This request's own span in the trace: 16 such digits.
    public let spanID: String
    /// Whether the caller records this trace.
    public let isSampled: Bool

    /// A trace that begins here.
    public init(using random: inout some RandomNumberGenerator) {
        let traceID = Self.digits(random.next() | 1) + Self.digits(random.next())
        self.init(traceID: traceID, spanID: Self.digits(random.next() | 1), isSampled: false)
    }

    /// A new span in the trace that a `traceparent` header tells of, or in a trace that begins here when there is none or it is malformed.
    ///
    /// A header of a later version is read as the first one, as the recommendation asks.
    public init(traceparent: String?, using random: inout some RandomNumberGenerator) {
        guard let parent = traceparent.flatMap(Self.read) else {
            self.init(using: &random)
            return
        }
        self.init(traceID: parent.traceID, spanID: Self.digits(random.next() | 1), isSampled: parent.isSampled)
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// The header to send on to another service.
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func read(_ header: String) -> (traceID: String, isSampled: Bool)? {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        let isWellFormed = parts.count >= 4 && zip(parts, [2, 32, 16, 2]).allSatisfy { isHexadecimal($0, count: $1) }
        guard isWellFormed, parts[0] != "ff", parts[0] != "00" || parts.count == 4, let flags = UInt8(parts[3], radix: 16) else {
            return nil
        }
        guard !parts[1].allSatisfy({ $0 == "0" }), !parts[2].allSatisfy({ $0 == "0" }) else { return nil }
        return (String(parts[1]), flags & 1 == 1)
    }

    private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    }

    private static func digits(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { text in
            for place in 0..<16 {
                let digit = UInt8(value >> (60 - 4 * place) & 0xF)
                text[place] = digit + (digit < 10 ? 0x30 : 0x57)
            }
            return 16
        }
    }
}
