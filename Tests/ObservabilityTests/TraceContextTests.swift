import Observability
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TraceContextTests {
    static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    static let span = "00f067aa0ba902b7"

    @Test(arguments: [
        "00-\(trace)-\(span)-01", "00-\(trace)-\(span)-03", "cc-\(trace)-\(span)-01-what-the-future-brings", "01-\(trace)-\(span)-01",
    ])
    func `a request goes on with the trace of its caller, in a span of its own`(header: String) {
        var random = SystemRandomNumberGenerator()
        let context = TraceContext(traceparent: header, using: &random)
        #expect(context.traceID == Self.trace && context.spanID != Self.span && context.isSampled)
        #expect(context.parentSpanID == Self.span)
        #expect(context.traceparent == "00-\(Self.trace)-\(context.spanID)-01")
    }

    @Test(arguments: [
        nil, "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-", "00-\(trace)-\(span)-01-x", "ff-\(trace)-\(span)-01",
        "00-\(trace)-\(span)-0g",
        "00-\(trace.uppercased())-\(span)-01", "00-\(trace.dropLast())-\(span)-01", "00-00000000000000000000000000000000-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace.dropLast(2))é-\(span)-01", " 00-\(trace)-\(span)-01",
    ])
    func `a trace begins here when the header is absent or malformed`(header: String?) {
        var random = SystemRandomNumberGenerator()
        let context = TraceContext(traceparent: header, using: &random)
        #expect(context.traceID != Self.trace && !context.isSampled && context.parentSpanID == nil)
        #expect(TraceContext(traceparent: context.traceparent, using: &random).traceID == context.traceID)
    }

    @Test func `no id is all zeros, whatever the random source says`() {
        struct Zero: RandomNumberGenerator { mutating func next() -> UInt64 { 0 } }
        var zero = Zero()
        let context = TraceContext(using: &zero)
        #expect(context.traceID.contains("1") && context.spanID.contains("1"))
        #expect(context.traceID.count == 32 && context.spanID.count == 16)
    }
}
