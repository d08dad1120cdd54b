import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// An answer of any length, made while it is sent and no faster than the client takes it.
    ///
    /// What `write` throws ends the connection without the end of the answer, so that no part of it can be taken for the whole. `write` is
    /// cancelled at the first of `departures`; when that is `.stopping`, the answer is whole.
    static func stream(
        type: String, headers: HTTPFields = [:], to peer: Peer, until departures: Set<Peer.Departure> = [.silent, .gone, .stalled],
        _ write: @escaping @Sendable (inout StreamWriter) async throws -> Void
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // Used by one task at a time: the one that writes ends before this one goes on.
                nonisolated(unsafe) let root = writer
                do {
                    try await peer.until(departures) {
                        var stream = StreamWriter(root)
                        try await write(&stream)
                    }
                } catch Peer.Departure.stopping {}
                try await writer.finish(nil)
            })
    }
}
