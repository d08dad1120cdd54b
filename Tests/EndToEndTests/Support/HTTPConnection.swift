import Dispatch
import Glibc
import JSON
import Synchronization

/// One connection to a local server, on a thread of its own; one request at a time.
///
/// It is this small so that a test knows what has happened when the server dies: either the whole answer came, or `Lost` is thrown.
final class HTTPConnection: Sendable {
    struct Reply: Sendable {
        let status: Int
        /// By their names in lower case.
        let headers: [String: String]
        let body: JSON
    }

    /// The connection broke, or could not be made. Whether the request was heard is unknown.
    struct Lost: Error {}

    private let queue = DispatchQueue(label: "http.connection")
    private let descriptor: Mutex<Int32?>
    private let token: String

    init(port: Int, token: String) {
        self.token = token
        descriptor = Mutex(Self.connect(port))
    }

    deinit { _ = descriptor.withLock { $0.map { close($0) } } }

    /// Sends a request and waits for its answer.
    func send(_ method: String, _ path: String, _ body: JSON? = nil, headers: [String: String] = [:]) async throws -> Reply {
        try await send(method, path, body?.bytes(), of: "application/json", headers: headers)
    }

    /// The same with a body of any type.
    func send(
        _ method: String, _ path: String, _ body: [UInt8]?, of type: String, headers: [String: String] = [:]
    ) async throws -> Reply {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
        let bytes = body ?? []
        if body != nil { head += "Content-Type: \(type)\r\nContent-Length: \(bytes.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let request = Array("\(head)\r\n".utf8) + bytes
        while true {
            let reply = try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Result { try self.exchange(request) }) }
            }
            // Who waits for a position asks again, as a client does, when a busy machine takes long to come there.
            if reply.status != 503 || reply.body["rule"] != "portfolio.behind" { return reply }
        }
    }

    private func exchange(_ request: [UInt8]) throws -> Reply {
        guard let descriptor = descriptor.withLock({ $0 }) else { throw Lost() }
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, request.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Lost() }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        func receive() throws {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Lost() }
            received += buffer[..<count]
        }
        var end: Int?
        while end == nil {
            try receive()
            end = received.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
        }
        let lines = String(decoding: received[..<(end ?? 0)], as: UTF8.self).split(separator: "\r\n")
        let headers = Dictionary(
            lines.dropFirst().compactMap { line in
                line.firstIndex(of: ":").map { (line[..<$0].lowercased(), String(line[line.index(after: $0)...].drop { $0 == " " })) }
            }
        ) { $1 }
        var body: [UInt8] = []
        if headers["transfer-encoding"] == "chunked" {
            var start = end ?? 0
            while true {
                var line = received[start...].firstRange(of: [13, 10])
                while line == nil {
                    try receive()
                    line = received[start...].firstRange(of: [13, 10])
                }
                guard let line, let size = Int(String(decoding: received[start..<line.lowerBound], as: UTF8.self), radix: 16) else {
                    throw Lost()
                }
                while received.count < line.upperBound + size + 2 { try receive() }
                if size == 0 { break }
                body += received[line.upperBound..<line.upperBound + size]
                start = line.upperBound + size + 2
            }
        } else {
            let length = headers["content-length"].flatMap { Int($0) } ?? 0
            while received.count - (end ?? 0) < length { try receive() }
            body = Array(received[(end ?? 0)...].prefix(length))
        }
        let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
        return Reply(status: status, headers: headers, body: (try? JSON(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self)))
    }

    private static func connect(_ port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let failure = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard failure == 0 else {
            close(descriptor)
            return nil
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }
}
