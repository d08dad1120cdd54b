import JSON
import Testing

/// Who read personal data is known afterwards, and the record of it is proved.
@Suite(.timeLimit(.minutes(10))) struct AccessLogTests {
    @Test func `a person read is in the access log, which verify proves`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let connection = serving.connect()
            let contract = try await Life.tell(on: serving)
            let person = "/v1/contracts/\(contract)/people/holder"
            #expect(try await connection.send("PUT", person, ["familyName": "Kerbrat", "phone": "+33 2 98 00 00 00"]).status == 200)
            #expect(try await connection.send("GET", person).status == 200)
            let told = try await connection.send("GET", "/v1/access-log?contract=\(contract)")
            let reading = told.body["readings"]?[0]
            #expect(told.status == 200 && told.body["readings"]?.array?.count == 1)
            #expect(reading?["caller"] == "operator" && reading?["what"] == "person" && reading?["person"] == "holder")
            #expect(reading?["fields"] == ["familyName", "phone"] && reading?["found"] == 1)
            #expect(!"\(told.body)".contains("Kerbrat"))
            let verified = try await Program.run(["verify"] + data)
            #expect(verified.status == 0, "\(verified)")
            await serving.stop()
        }
    }
}
