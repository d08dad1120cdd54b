import HTTPTypes

extension Response {
    /// A streamed answer of any length, made no faster than the client takes it.
    ///
    /// If `write` throws, the connection closes without the end marker, so that the client does not take a part for the whole. `write` is
    /// cancelled at the first of `departures`. If that is `.stopping`, the answer ends normally.
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
