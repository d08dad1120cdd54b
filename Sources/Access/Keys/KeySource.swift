import AsyncHTTPClient
import FoundationEssentials

/// The place of an issuer's keys: a file or a URL.
public struct KeySource: Sendable {
    /// Why keys cannot be read from a place. Reveals nothing of its content.
    public enum Trouble: Error, Hashable {
        /// The place is neither the path of a file nor a URL that begins with `https://`.
        case insecure
        /// The file cannot be read.
        case unreadable
        /// The server answered with another status than 200. Redirects are not followed.
        case status(Int)
        /// The content is larger than 256 KiB.
        case tooLarge
        /// The server did not answer within ten seconds.
        case unreachable
    }

    private enum Place: Sendable {
        case file(String)
        case url(String)
    }

    private let place: Place

    /// - Parameters:
    ///   - text: the path of a file, or an `https` URL.
    ///   - allowsLoopback: for tests: whether plain `http` to 127.0.0.1 is allowed as well.
    public init(_ text: String, allowsLoopback: Bool = false) throws(Trouble) {
        if IssuerServer.isProtected(text, allowsLoopback: allowsLoopback) {
            place = .url(text)
        } else if text.contains("://") {
            throw .insecure
        } else {
            place = .file(text)
        }
    }

    /// The whole content of the file or URL.
    func read() async throws -> [UInt8] {
        switch place {
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else { throw Trouble.unreadable }
            guard data.count <= IssuerServer.limit else { throw Trouble.tooLarge }
            return [UInt8](data)
        case .url(let url): return try await Self.download(url)
        }
    }

    private static func download(_ url: String) async throws -> [UInt8] {
        let (status, body) = try await IssuerServer.answer(to: HTTPClientRequest(url: url))
        guard status == 200 else { throw Trouble.status(status) }
        return body
    }
}
