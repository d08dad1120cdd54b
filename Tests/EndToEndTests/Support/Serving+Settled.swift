import JSON
import Testing

extension Serving {
    /// Sends a request, and sends it again while the database does not answer in time or its run goes on.
    ///
    /// One that records has a key: it is recorded once.
    func settled(_ method: String, _ path: String, _ body: JSON? = nil, headers: [String: String] = [:]) async throws
        -> HTTPConnection.Reply
    {
        while true {
            let reply = try await connect().send(method, path, body, headers: headers)
            // 202: the run goes on. A busy machine may take longer than a request waits.
            if reply.status != 202, reply.status != 503 { return reply }
        }
    }

    /// Sends commands in one request. Each has a `key`, so that it is recorded once.
    func tell(_ commands: [JSON]) async throws {
        let body = Array(commands.map { String(decoding: $0.bytes(), as: UTF8.self) + "\n" }.joined().utf8)
        // A line that the database does not answer in time is recorded once or not at all, which its key settles.
        while true {
            let reply = try await connect().send("POST", "/v1/commands", body, of: "application/x-ndjson")
            if reply.status == 503 { continue }
            #expect(reply.status == 200)
            if reply.body.string?.contains("\"status\":503") != true { return }
        }
    }

    /// The rows of a table, one JSON object a line.
    func rows(_ path: String) async throws -> [JSON] {
        let reply = try await settled("GET", path)
        #expect(reply.status == 200, "\(path): \(reply)")
        // One line is a document, several are a text.
        guard case .string(let text) = reply.body else { return reply.body == .null ? [] : [reply.body] }
        return try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }
}
