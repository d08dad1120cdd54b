import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// `GET /v1/events` and `/v1/events/stream`: the log, for external consumers.
struct FeedRoutes: Sendable {
    let feed: any EventFeeding
    /// How often an idle stream sends a sign of life.
    let heartbeat: Duration

    var routes: [Route] {
        [
            Route(operation: .feed, answering: .reader { try await page($0, $1) }),
            Route(operation: .feedStream, answering: .reader { try await stream($0, $1, of: feed) }),
        ]
    }

    private func page(_ request: Request, _ scope: RoleScope<Readers>) async throws -> Response {
        let query = try Query(of: request, allowing: ["after", "limit", "wait"])
        let after = try query.cursor ?? .beginning
        let limit = try query.optional("limit", "1…1000") { Int(digits: $0, in: 1...EventFeed.page) }
        let wait = try query.optional("wait", "0…30") { Int(digits: $0, in: 0...Operation.longestWait) } ?? 0
        let page = try await scope.peer.untilStopping(nil) {
            try await feed.events(after: after, limit: limit ?? 100, waiting: .seconds(wait))
        }
        let (events, next) = (page?.events ?? [], page?.end ?? after)
        let more = [limit.map { "&limit=\($0)" }, wait > 0 ? "&wait=\(wait)" : nil].compactMap { $0 }.joined()
        return Response(
            json: .array(events.map { .cloudEvent($0) }), type: "application/cloudevents-batch+json",
            headers: [.link: "</v1/events?after=\(next)\(more)>; rel=\"next\"", .xPosition: String(next.position)])
    }

    private func stream(_ request: Request, _ scope: RoleScope<Readers>, of feed: some EventFeeding) async throws -> Response {
        let query = try Query(of: request, allowing: ["after"])
        let begun = try await feed.follow(after: try request.lastEventID ?? query.cursor ?? .beginning)
        return .stream(
            type: "text/event-stream", headers: [.xAccelBuffering: "no"], to: scope.peer, until: [.silent, .gone, .stalled, .stopping]
        ) { stream in
            var follower = begun
            try await stream.write(Array("retry: 2000\n\n".utf8))
            while true {
                let events = try await follower.next(within: heartbeat)
                try Task.checkCancellation()
                try await stream.write(events.isEmpty ? Array(":\n\n".utf8) : events.flatMap(\.serverSent))
            }
        }
    }
}

extension Peer {
    /// Runs an operation for a waiting client, and cancels it when the client is gone. When the service stops, returns `value` instead.
    fileprivate func untilStopping<Value: Sendable>(
        _ value: Value?, _ operation: @Sendable () async throws -> Value
    ) async throws -> Value? {
        do { return try await until([.silent, .gone, .stalled, .stopping], operation) } catch Departure.stopping { return value }
    }
}

extension FeedEvent {
    /// The server-sent event. Its id is the cursor from which a reconnecting client continues.
    fileprivate var serverSent: [UInt8] {
        Array("id: \(cursor)\ndata: ".utf8) + JSON.cloudEvent(self).bytes() + Array("\n\n".utf8)
    }
}

extension FeedCursor {
    fileprivate static let beginning = FeedCursor(position: 0)

    /// The form of a cursor, for error messages.
    fileprivate static let form = "0… | Link, rel=\"next\""
}

extension Query {
    fileprivate var cursor: FeedCursor? {
        get throws(Problem) { try optional("after", FeedCursor.form) { FeedCursor($0) } }
    }
}

extension Request {
    /// The cursor from which a reconnecting client continues.
    fileprivate var lastEventID: FeedCursor? {
        get throws(Problem) {
            guard let text = headers[.lastEventID] else { return nil }
            guard let cursor = FeedCursor(text) else { throw .malformed(header: .lastEventID, expected: FeedCursor.form) }
            return cursor
        }
    }
}
