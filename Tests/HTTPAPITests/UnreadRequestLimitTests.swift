@testable import HTTPAPI
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@Suite(.timeLimit(.minutes(10)))
struct UnreadRequestLimitTests {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(handler: UnreadRequestLimit(patience: .seconds(5)), loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    func begin() throws {
        try channel.writeInbound(HTTPRequestPart.head(.init(method: .post, scheme: nil, authority: nil, path: "/")))
    }
    func end() throws { try channel.writeInbound(HTTPRequestPart.end(nil)) }
    func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(.init(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test func `a client that goes on after the answer is cut off, in time`() throws {
        try begin()
        try answer()
        loop.advanceTime(by: .seconds(4))
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "more")))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `one that stops in time keeps its connection`() throws {
        try begin()
        try answer()
        loop.advanceTime(by: .seconds(4))
        try end()
        loop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
    }

    @Test func `the next request may take its time while the last is answered`() throws {
        try begin()
        try end()
        try begin()
        try answer()
        loop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
        try answer()
        loop.advanceTime(by: .seconds(5))
        #expect(!channel.isActive)
    }
}
