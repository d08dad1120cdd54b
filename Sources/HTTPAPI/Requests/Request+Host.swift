import HTTPTypes

extension Request {
    /// Refuses a request that does not name exactly one host (RFC 9112, 3.2). Two servers could read different hosts from it.
    func checkHost() throws(Problem) {
        // The first `Host` is the authority; others stay among the headers.
        guard let host, Self.isHost(host), !headers.contains(.furtherHost) else { throw .notOneHost }
    }

    /// Whether `text` has only the characters of a name or an address, with or without a port. An empty text is valid.
    private static func isHost(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-._~:[]%".utf8.contains(byte)
            }
        }
    }
}
