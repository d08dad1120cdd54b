import NIOCore
import NIOHTTP1
import Testing

@testable import HTTPAPI

/// What a connection does with what it reads, told by what happens to it.
@Suite(.timeLimit(.minutes(10)))
struct RequestOrderTests {
    /// What happens to a connection.
    enum Event {
        case head, body(String), end
        /// Nothing more is there to read for now.
        case pause
        case answered
        case noHTTP
        case inputClosed
        /// The connection is asked to end.
        case stop
    }

    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var events: [Event]
        var actions: [String]

        init(_ name: String, _ events: [Event], _ actions: [String]) {
            (testDescription, self.events, self.actions) = (name, events, actions)
        }
    }

    private struct NoHTTP: Error {}

    /// What a connection does, in words.
    private func actions(at events: [Event]) -> [String] {
        var order = RequestOrder()
        var actions: [String] = []
        var requests = 0
        func perform(_ action: RequestOrder.Action) {
            switch action {
            case .nothing: break
            case .answer(let head, .whole(let body)): actions.append("answer \(head.uri) whole \(body.map { String(buffer: $0) } ?? "")")
            case .answer(let head, .begun(let body)): actions.append("answer \(head.uri) begun \(body.map { String(buffer: $0) } ?? "")")
            case .feed(let body): actions.append("feed \(String(buffer: body))")
            case .endBody: actions.append("end body")
            case .breakBody: actions.append("break body")
            case .dropBody: actions.append("drop body")
            case .bodyDropped: actions.append("body dropped")
            case .refuse: actions.append("refuse")
            case .close: actions.append("close")
            }
        }
        for event in events {
            switch event {
            case .head:
                requests += 1
                perform(order.take(.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "\(requests)"))))
            case .body(let text): perform(order.take(.body(ByteBuffer(string: text))))
            case .end: perform(order.take(.end(nil)))
            case .pause: perform(order.takenAll())
            case .answered:
                perform(order.answered())
                while let part = order.nextWaiting() { perform(order.take(part)) }
                perform(order.takenAll())
            case .noHTTP: perform(order.broken(NoHTTP()))
            case .inputClosed: perform(order.inputClosed())
            case .stop: perform(order.end())
            }
        }
        return actions
    }

    @Test(arguments: [
        Case("a request that comes at once is answered as a whole", [.head, .end, .pause], ["answer 1 whole "]),
        Case("so is one with a body", [.head, .body("a"), .body("b"), .end, .pause], ["answer 1 whole ab"]),
        Case(
            "a request whose body comes later is answered meanwhile", [.head, .pause, .body("a"), .pause, .end, .pause, .answered],
            ["answer 1 begun ", "feed a", "end body"]),
        Case(
            "it has what came with its head", [.head, .body("a"), .pause, .body("b"), .end],
            ["answer 1 begun a", "feed b", "end body"]),
        Case(
            "one request is answered after the other", [.head, .end, .pause, .answered, .head, .end, .pause],
            ["answer 1 whole ", "answer 2 whole "]),
        Case(
            "the next waits for the answer", [.head, .end, .head, .body("b"), .end, .head, .pause, .answered, .answered],
            ["answer 1 whole ", "answer 2 whole b", "answer 3 begun "]),
        Case(
            "a body that nobody wants is dropped", [.head, .pause, .answered, .body("a"), .end, .head, .end],
            ["answer 1 begun ", "drop body", "body dropped", "answer 2 whole "]),
        Case(
            "so is that of a request that waited", [.head, .end, .head, .body("a"), .pause, .answered, .answered, .body("b"), .end],
            ["answer 1 whole ", "answer 2 begun a", "drop body", "body dropped"]),
        Case("bytes that are no HTTP are refused", [.noHTTP, .head, .end, .pause], ["refuse"]),
        Case("so are those in a head", [.head, .noHTTP, .pause], ["refuse"]),
        Case(
            "a body that breaks off ends the connection with the answer", [.head, .pause, .noHTTP, .answered],
            ["answer 1 begun ", "break body", "close"]),
        Case(
            "what is no HTTP is refused after the answers before it", [.head, .end, .head, .end, .noHTTP, .pause, .answered, .answered],
            ["answer 1 whole ", "answer 2 whole ", "refuse"]),
        Case("and ends the rest of a body", [.head, .pause, .answered, .noHTTP], ["answer 1 begun ", "drop body", "close"]),
        Case(
            "a client that leaves between requests is left", [.head, .end, .pause, .answered, .inputClosed], ["answer 1 whole ", "close"]),
        Case(
            "one that sends nothing more gets its answers first", [.head, .end, .head, .end, .pause, .inputClosed, .answered, .answered],
            ["answer 1 whole ", "answer 2 whole ", "close"]),
        Case("a connection that is asked to end ends at once", [.stop, .head, .end, .pause], ["close"]),
        Case("and once", [.stop, .stop, .inputClosed], ["close"]),
        Case(
            "it ends with the answer under way, and answers no other", [.head, .end, .head, .end, .pause, .stop, .answered],
            ["answer 1 whole ", "close"]),
        Case(
            "also when the body is not whole", [.head, .pause, .stop, .body("a"), .answered, .end],
            ["answer 1 begun ", "feed a", "close"]),
    ])
    func `a connection answers one request after the other`(_ one: Case) {
        #expect(actions(at: one.events) == one.actions)
    }

    @Test func `no more is read than waits already`() {
        var order = RequestOrder()
        let head = HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"))
        for part in [head, .end(nil)] { _ = order.take(part) }
        #expect(order.mayRead && !order.waitsForClient)
        _ = order.take(head)
        #expect(!order.mayRead)
        _ = order.answered()
        while let part = order.nextWaiting() { _ = order.take(part) }
        #expect(order.mayRead && order.waitsForClient)
    }
}
