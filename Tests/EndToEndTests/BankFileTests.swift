import FoundationEssentials
import JSON
import Testing

/// Banks' files, and files that are none, over HTTP.
@Suite(.timeLimit(.minutes(10))) struct BankFileTests {
    private static let head =
        #"<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>"#
    private static let body = "<GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-12-01T09:00:00Z</CreDtTm></GrpHdr>"
    private static let tail = "</CstmrPmtStsRpt></Document>"
    private static let whole = head + body + tail

    private static let hostile: [(name: String, bytes: [UInt8])] = [
        ("half a file", Array(whole.utf8.dropLast(5))), ("two roots", Array((whole + "<Document/>").utf8)), ("nothing", []),
        ("JSON", Array("{}".utf8)), ("another encoding", Array(whole.replacing("UTF-8", with: "ISO-8859-1").utf8)),
        ("bytes that are no UTF-8", Array(head.utf8) + [0xFF] + Array(tail.utf8)),
        (
            "entities",
            Array((#"<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>"# + whole).utf8)
        ),
        // It is short: the client has sent all of it before the answer ends the connection.
        ("depth", Array((head + String(repeating: "<a>", count: 1000)).utf8)),
        ("another message", Array(#"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><A/></Document>"#.utf8)),
    ]

    @Test func `what is no bank's file is refused, the service stays, and a file is read in flat memory`() async throws {
        try await withDirectory { path in
            let serving = try await Serving.start(["--data", "\(path)/data"])
            func send(_ bytes: [UInt8]) async throws -> HTTPConnection.Reply {
                // A file that the database does not take in time is sent again: what was recorded is not recorded twice.
                while true {
                    let reply = try await serving.connect().send("POST", "/v1/bank-files", bytes, of: "application/xml")
                    if reply.status != 503 { return reply }
                }
            }
            for (name, bytes) in Self.hostile {
                let reply = try await send(bytes)
                #expect(reply.status == 422 && reply.body["rule"] == "bankFile.format", "\(name): \(reply)")
            }
            let reply = try await send(Array(Self.whole.utf8))
            #expect(reply.status == 200 && reply.body == ["messageId": "B-1", "recorded": 0, "repeated": 0, "unmatched": []])
            let before = try memory(of: serving)
            func spaces(_ count: Int) -> [UInt8] { Array((Self.head + Self.body).utf8) + Array(repeating: 0x20, count: count) }
            // It is read to its end, which does not come.
            let half = try await send(spaces(64 << 20))
            #expect(half.status == 422 && half.body["rule"] == "bankFile.format")
            let long = try await send(spaces(1 << 20) + Array(Self.tail.utf8))
            #expect(long.status == 200 && long.body["messageId"] == "B-1")
            let grown = try memory(of: serving) - before
            #expect(grown < 40 << 10, "\(grown) KiB")
            await serving.stop()
        }
    }

    /// The most memory that the service had so far, in KiB.
    private func memory(of serving: Serving) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(serving.program.process)/status", encoding: .utf8)
        return try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/).flatMap { Int($0.1) })
    }
}
