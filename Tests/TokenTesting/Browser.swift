import Foundation
import Glibc

/// What a browser does, and no more: it keeps cookies by host, and follows redirects when it is told to. One request at a time.
public final class Browser {
    /// An answer.
    public struct Page: Sendable {
        /// Where it was found.
        public let address: String
        /// Such as 200.
        public let status: Int
        /// By their names in lower case; of several the last one.
        public let headers: [String: String]
        /// Each `Set-Cookie`.
        public let cookies: [String]
        /// The body.
        public let text: String
    }

    /// The connection could not be made, or broke.
    public struct Lost: Error {}

    /// The values of cookies, by their names. All servers of a test are on one host.
    public var cookies: [String: String] = [:]

    /// A browser without cookies.
    public init() {}

    /// Goes to an address and follows redirects.
    public func visit(_ address: String) async throws -> Page {
        var page = try await send("GET", address)
        for _ in 0..<10 {
            guard (300..<400).contains(page.status), let place = page.headers["location"] else { break }
            page = try await send("GET", place.hasPrefix("/") ? Self.origin(of: page.address) + place : place)
        }
        return page
    }

    /// Sends one request.
    public func send(_ method: String, _ address: String, _ body: String? = nil, headers: [String: String] = [:]) async throws -> Page {
        let origin = Self.origin(of: address)
        var head =
            "\(method) \(address.dropFirst(origin.count)) HTTP/1.1\r\nHost: \(origin.dropFirst("http://".count))\r\nConnection: close\r\n"
        head += "Accept: text/html\r\nContent-Length: \(body?.utf8.count ?? 0)\r\n"
        if !cookies.isEmpty { head += "Cookie: \(cookies.map { "\($0)=\($1)" }.joined(separator: "; "))\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let request = Array("\(head)\r\n\(body ?? "")".utf8)
        let port = UInt16(origin.split(separator: ":").last ?? "") ?? 80
        let text = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try Self.exchange(request, port: port) }) }
        }
        let page = Self.page(text, at: address)
        for cookie in page.cookies {
            let parts = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(parts[0])] = cookie.contains("Max-Age=0") ? nil : String(parts[1])
        }
        return page
    }

    private static func origin(of address: String) -> String {
        "http://" + address.dropFirst("http://".count).prefix { $0 != "/" }
    }

    private static func page(_ text: String, at address: String) -> Page {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\r\n")
        let headers = lines.dropFirst().compactMap { line in
            line.firstIndex(of: ":").map { (line[..<$0].lowercased(), String(line[line.index($0, offsetBy: 1)...].drop { $0 == " " })) }
        }
        return Page(
            address: address, status: lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0,
            headers: Dictionary(headers) { $1 }, cookies: headers.filter { $0.0 == "set-cookie" }.map(\.1),
            text: parts.count > 1 ? String(parts[1]) : "")
    }

    private static func exchange(_ request: [UInt8], port: UInt16) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let failure = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard failure == 0, Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { throw Lost() }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { received += buffer[..<count] }
        return String(decoding: received, as: UTF8.self)
    }
}
