import Glibc

/// A keep-alive connection on which one request at a time is sent.
struct Connection {
    let socket: Int32
    /// When the request under way should have been sent, in nanoseconds; `nil`: none is under way.
    var due: UInt64?
    private var received: [UInt8] = []

    /// What cannot be measured with.
    struct Broken: Error, CustomStringConvertible { let description: String }

    init(port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw Broken(description: "nobody listens on port \(port)") }
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Sends a request, which fits into the socket's buffer as nothing else is in it.
    mutating func send(_ request: [UInt8], due: UInt64) throws {
        guard Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw Broken(description: "a request could not be sent")
        }
        self.due = due
    }

    /// Takes what has come.
    ///
    /// - Returns: the status of the answer, once all of it is there.
    mutating func receive(through buffer: inout [UInt8]) throws -> Int? {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw Broken(description: "the service closed a connection") }
        if received.isEmpty, let status = Self.status(of: buffer[..<count]) { return status }
        received += buffer[..<count]
        guard let status = Self.status(of: received[...]) else { return nil }
        received.removeAll(keepingCapacity: true)
        return status
    }

    /// The status of an answer that is there as a whole.
    private static func status(of answer: ArraySlice<UInt8>) -> Int? {
        answer.withUnsafeBytes { bytes in
            guard let head = bytes.end(of: [0x0D, 0x0A, 0x0D, 0x0A]) else { return nil }
            // Of `Content-Length`, whose case is the server's own.
            guard let length = UnsafeRawBufferPointer(rebasing: bytes[..<head]).end(of: Array("ength: ".utf8)) else { return nil }
            guard bytes.count >= head + bytes.number(at: length) else { return nil }
            return bytes.number(at: 9)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Where some bytes that are in here end.
    fileprivate func end(of bytes: [UInt8]) -> Int? {
        guard count >= bytes.count else { return nil }
        return (bytes.count...count).first { end in self[end - 1] == bytes.last && self[(end - bytes.count)..<end].elementsEqual(bytes) }
    }

    /// The number whose digits begin here.
    fileprivate func number(at place: Int) -> Int {
        self[place...].prefix { 0x30...0x39 ~= $0 }.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
