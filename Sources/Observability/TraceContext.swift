/// The place of a request in a trace (W3C Trace Context): ties the log lines of one request together, across services.
public struct TraceContext: Sendable, Hashable {
    let high: UInt64
    let low: UInt64
    private let span: UInt64
    private let parent: UInt64
    /// Whether the caller records this trace.
    public let isSampled: Bool

    /// The trace: 32 lowercase hexadecimal digits, not all 0.
    public var traceID: String { Self.digits(high, low) }

    /// This request's own span in the trace: 16 lowercase hexadecimal digits, not all 0.
    public var spanID: String { Self.digits(span) }

    /// The caller's span, which this request's span is a part of: 16 lowercase hexadecimal digits; nil when the trace begins here.
    public var parentSpanID: String? { parent == 0 ? nil : Self.digits(parent) }

    /// A trace that begins here.
    public init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next() | 1, low: random.next(), span: random.next() | 1, parent: 0, isSampled: false)
    }

    /// A new span in the trace of a `traceparent` header; without a valid header, a new trace.
    ///
    /// A header of a later version is read as version 00, as the recommendation asks.
    public init(traceparent: String?, using random: inout some RandomNumberGenerator) {
        guard let parent = traceparent.flatMap(Self.read) else {
            self.init(using: &random)
            return
        }
        self.init(high: parent.high, low: parent.low, span: random.next() | 1, parent: parent.span, isSampled: parent.isSampled)
    }

    private init(high: UInt64, low: UInt64, span: UInt64, parent: UInt64, isSampled: Bool) {
        (self.high, self.low, self.span, self.parent, self.isSampled) = (high, low, span, parent, isSampled)
    }

    /// The header to send on to another service.
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func read(_ header: String) -> (high: UInt64, low: UInt64, span: UInt64, isSampled: Bool)? {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        let isWellFormed = parts.count >= 4 && zip(parts, [2, 32, 16, 2]).allSatisfy { isHexadecimal($0, count: $1) }
        guard isWellFormed, parts[0] != "ff", parts[0] != "00" || parts.count == 4, let flags = UInt8(parts[3], radix: 16) else {
            return nil
        }
        guard let high = UInt64(parts[1].prefix(16), radix: 16), let low = UInt64(parts[1].dropFirst(16), radix: 16), high | low != 0,
            let span = UInt64(parts[2], radix: 16), span != 0
        else { return nil }
        return (high, low, span, flags & 1 == 1)
    }

    private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    }

    static func digits(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 32) { text in
            write(high, to: text, at: 0)
            write(low, to: text, at: 16)
            return 32
        }
    }

    private static func digits(_ number: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { text in
            write(number, to: text, at: 0)
            return 16
        }
    }

    private static func write(_ number: UInt64, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for place in 0..<16 {
            let digit = UInt8(number >> (60 - 4 * place) & 0xF)
            text[start + place] = digit + (digit < 10 ? 0x30 : 0x57)
        }
    }
}
