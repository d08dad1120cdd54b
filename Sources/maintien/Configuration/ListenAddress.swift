import ArgumentParser
import Glibc

/// The address to listen on: `127.0.0.1:8080`, `[::1]:8080`, or only a port.
struct ListenAddress {
    let host: String
    let port: Int

    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        if host == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        return host == "::1"
    }

    init(_ text: String) throws {
        let parts = text.lastIndex(of: ":").map { (text[..<$0], text[text.index(after: $0)...]) } ?? ("127.0.0.1", text[...])
        guard let port = Int(parts.1), (0...65_535).contains(port) else {
            throw ValidationError("\(text) is no address to listen on: HOST:PORT is expected, such as 127.0.0.1:8080.")
        }
        self.host = parts.0.isEmpty ? "0.0.0.0" : String(parts.0.drop { $0 == "[" }.prefix { $0 != "]" })
        self.port = port
    }
}
