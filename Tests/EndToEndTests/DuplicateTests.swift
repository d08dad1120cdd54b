import JSON
import Testing

/// The same person in two contracts: told in the answer, on the worklist of the running service and of the command line, and dismissed.
@Suite(.timeLimit(.minutes(10))) struct DuplicateTests {
    @Test func `a person who is written twice is told until a clerk has looked`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let connection = serving.connect()
            let contracts = ["0a5f7e12-1111-4222-8333-123456789abc", "0a5f7e12-2222-4222-8333-123456789abc"]
            let body = JSON.affiliation(identity: ["familyName": "Kerbrat", "givenNames": "Sigolène", "nir": "285032915600119"])
            let first = try await connection.send("POST", "/v1/contracts/\(contracts[0])/affiliate", body)
            #expect(first.status == 201 && first.body["notices"] == nil)
            // Notices that take longer than two seconds are left out: the same again gets them.
            var second: HTTPConnection.Reply
            repeat {
                second = try await connection.send(
                    "POST", "/v1/contracts/\(contracts[1])/affiliate", body, headers: ["Idempotency-Key": "second"])
            } while second.status < 300 && second.body["notices"] == nil
            #expect(second.body["notices"] == [["kind": "possibleDuplicate", "contract": .string(contracts[0]), "person": "holder"]])

            let last = second.body["position"]?.integer ?? 0
            func pairs() async throws -> [JSON] {
                let position = "\(last)"
                return try await connection.send(
                    "GET", "/v1/worklist?kind=possibleDuplicate", headers: ["Accept": "application/json", "X-Wait-For-Position": position]
                ).body.array ?? []
            }
            let pair = try #require(try await pairs().first)
            #expect(pair["contract"] == .string(contracts[0]) && pair["otherContract"] == .string(contracts[1]))
            let table = try await Program.run(["worklist", "--kind", "possibleDuplicate"] + data)
            #expect(table.status == 0 && table.output.contains(contracts[1]), "\(table)")
            let dismissal = "/v1/worklist/duplicates/\(pair["duplicate"]?.string ?? "")/dismiss"
            #expect(try await connection.send("POST", dismissal, ["reason": "a transfer"]).body["dismissed"] == true)
            #expect(try await pairs().isEmpty)
            // Neither name nor number is in what the log and the pairs hold.
            let events = try await connection.send("GET", "/v1/events?limit=10").body
            #expect(!"\(events)\(pair)".contains("Kerbrat") && !"\(events)\(pair)".contains("285032915600119"))
            #expect(await serving.stop().status == 0)
        }
    }
}
