import HTTPTypes

extension Response {
    /// An answer of any length, made while it is sent and no faster than the client takes it.
    ///
    /// What `write` throws ends the connection without the end of the answer, so that no part of it can be taken for the whole. `write` is
    /// cancelled at the first of `departures`; when that is `.stopping`, the answer is whole.
    static func stream(
        type: String, headers: HTTPFields = [:], to peer: Peer, until departures: Set<Peer.Departure> = [.silent, .gone, .stalled],
        _ write: @escaping @Sendable (StreamWriter) async throws -> Void
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(
            status: .ok, headers: headers,
            body: .made(length: nil) { stream in
                do {
                    try await peer.until(departures) { try await write(stream) }
                } catch Peer.Departure.stopping {}
            })
    }
}
