import Hummingbird
import HTTPTypes
import NIOCore

extension RequestResponder: HTTPResponder {
    /// The origin of a request that came on none of our connections.
    struct Origin: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    /// Answers a request without a connection, for Hummingbird's tests. The request has no deadline.
    func respond(to request: Hummingbird.Request, context: Origin) async throws -> Hummingbird.Response {
        let response = try await answer(
            Request(
                method: request.method, target: request.uri.description, host: request.head.authority, headers: request.headers,
                body: .arriving(request.body)),
            on: Exchange(on: context.channel, peer: Peer()))
        return Hummingbird.Response(
            status: response.status, headers: response.headers + common.missing(in: response.headers), body: Self.body(response.body))
    }

    private static func body(_ body: Response.Body) -> ResponseBody {
        switch body {
        case .none: ResponseBody()
        case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .made(let length, let make):
            ResponseBody(contentLength: length) { writer in
                let pieces = Pieces(writer)
                try await make(StreamWriter(to: pieces))
                try await writer.finish(nil)
            }
        }
    }

    /// Passes the pieces of an answer to Hummingbird.
    ///
    /// Unchecked: only one task at a time makes an answer, and Hummingbird waits for it.
    private final class Pieces: PieceTaking, @unchecked Sendable {
        private var writer: any ResponseBodyWriter

        init(_ writer: any ResponseBodyWriter) { self.writer = writer }

        func take(_ piece: ByteBuffer) async throws { try await writer.write(piece) }
    }
}
