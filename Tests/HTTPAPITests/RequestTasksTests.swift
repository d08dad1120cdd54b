import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Synchronization
import Testing

@testable import HTTPAPI

/// Whether a request is answered in the task of its connection or in one of its own.
@Suite(.timeLimit(.minutes(10)))
struct RequestTasksTests {
    private struct Refused: Error {}

    private let loop = EmbeddedEventLoop()
    private let request = Request(head: .init(method: .get, scheme: nil, authority: nil, path: "/"), body: .init(buffer: .init()))

    /// Asks with so many clients connected, where two are few.
    private func ask(clients: Int, _ answer: @escaping @Sendable () async throws -> Void) async throws {
        let peers = Peers(strangers: Strangers(most: .max))
        let channels = (0..<clients).map { _ in EmbeddedChannel(loop: loop) }
        for channel in channels { peers.add(Peer(), on: channel) }
        let answers = RequestTasks(peers: peers, few: 2).answers { _, _, _ in try await answer() }
        let (writer, _) = NIOAsyncChannelOutboundWriter<HTTPResponsePart>.makeTestingWriter()
        try await answers(request, ResponseWriter(outbound: writer), channels[0])
        for channel in channels { peers.remove(from: channel) }
        #expect(peers.count == 0)
    }

    private static var task: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }

    @Test(arguments: [(2, false), (3, true)])
    func `beyond a number of clients each request has a task of its own`(clients: Int, isOwn: Bool) async throws {
        let answered = Mutex(0)
        let connection = Self.task
        try await ask(clients: clients) { answered.withLock { $0 = Self.task } }
        #expect((answered.withLock { $0 } != connection) == isOwn)
    }

    @Test func `what an answer throws is thrown`() async throws {
        await #expect(throws: Refused.self) { try await ask(clients: 3) { throw Refused() } }
    }

    @Test func `a connection that is given up gives its answer up`() async throws {
        let connection = Task { try await ask(clients: 3) { try await Task.sleep(for: .seconds(3600)) } }
        connection.cancel()
        await #expect(throws: CancellationError.self) { try await connection.value }
    }
}
