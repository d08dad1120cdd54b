import FoundationEssentials
import JSON
import Testing

/// What waits about money, over HTTP and at a terminal, of a service with runs.
@Suite(.timeLimit(.minutes(10))) struct MoneyWorklistTests {
    private static func id(_ number: Int) -> String { "0a5f7e12-1111-4222-8333-00000000000\(number)" }

    /// Sends a request, and sends it again while the database does not answer in time. One that records has a key: it is recorded once.
    private func settled(
        _ method: String, _ path: String, _ body: JSON? = nil, headers: [String: String] = [:], of serving: Serving
    ) async throws -> HTTPConnection.Reply {
        while true {
            let reply = try await serving.connect().send(method, path, body, headers: headers)
            // 202: the run goes on. A busy machine may take longer than a request waits.
            if reply.status != 202, reply.status != 503 { return reply }
        }
    }

    private func lines(_ path: String, of serving: Serving) async throws -> [JSON] {
        let reply = try await settled("GET", path, of: serving)
        #expect(reply.status == 200, "\(path): \(reply)")
        guard case .string(let text) = reply.body else { return reply.body == .null ? [] : [reply.body] }
        return try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    /// Two agents who owe by direct debit, without a mandate and so without a name.
    private func tellDebtors(on serving: Serving) async throws {
        for number in 1...2 {
            func tell(_ command: String, _ body: JSON) async throws {
                let reply = try await settled(
                    "POST", "/v1/contracts/\(Self.id(number))/\(command)", body, headers: ["Idempotency-Key": "\(command)-\(number)"],
                    of: serving)
                #expect(reply.status < 300, "\(command): \(reply.body)")
            }
            try await tell(
                "affiliate",
                [
                    "scheme": "littoral-2026", "effectiveOn": "2026-03-01", "employer": "E1", "option": "base",
                    "grossMonthlyPayCents": 240_000, "employment": ["kind": "civilServant", "startedOn": "2018-09-01"],
                    "holder": ["bornOn": "1985-03-14"],
                ])
            try await tell("start-temporary-cessation", ["effectiveOn": "2026-04-01", "cause": "parentalLeave"])
        }
    }

    private static let bankFile = """
        <?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
        <GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-12-01T08:00:00Z</CreDtTm></GrpHdr><Ntfctn><Ntry><Amt Ccy="EUR">12.34</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-12-01</Dt></BookgDt><AcctSvcrRef>OP1</AcctSvcrRef></Ntry></Ntfctn>
        </BkToCstmrDbtCdtNtfctn></Document>
        """

    @Test func `what a run holds and a bank's line wait in each form, until they are settled`() async throws {
        try await withDirectory { path in
            try MoneyScheme.write(to: "\(path)/scheme.json")
            let options = ["--data", "\(path)/data", "--scheme", "\(path)/scheme.json"]
            let serving = try await Serving.start(options)
            try await tellDebtors(on: serving)
            let known = try #require(try await settled("GET", "/v1/contracts/\(Self.id(1))/timeline", of: serving).body["knownAt"]?.string)
            let order: JSON = ["scheme": "littoral-2026", "kind": "regular", "month": .string(String(known.prefix(7)))]
            let run = try await settled("POST", "/v1/runs", order, headers: ["Idempotency-Key": "run"], of: serving)
            #expect(run.status == 201 && run.body["held"]?["count"] == 2, "\(run)")
            var sent: HTTPConnection.Reply
            // A file that the database does not take in time is sent again: its line is kept once.
            repeat {
                sent = try await serving.connect().send("POST", "/v1/bank-files", Array(Self.bankFile.utf8), of: "application/xml")
            } while sent.status == 503
            #expect(sent.status == 200 && sent.body["unmatched"]?.array?.count == 1, "\(sent)")

            // Four commands, two events of the run, one of the bank's file. Once the projections have read them, the answers below agree.
            let position = ["X-Wait-For-Position": "7"]
            #expect(try await settled("GET", "/v1/worklist?limit=1", headers: position, of: serving).status == 200)
            let held = try await lines("/v1/worklist?kind=directDebitHeld", of: serving)
            let rows = try await lines("/v1/runs/1/held", of: serving)
            #expect(held.compactMap { $0["contract"] } == rows.compactMap { $0["contract"] } && held.count == 2)
            #expect(held.compactMap { $0["amountCents"] } == rows.compactMap { $0["amountCents"] })
            #expect(held.allSatisfy { $0["run"] == 1 && $0["reason"] == "mandateMissing" && $0["rule"] == "directDebit.held" })
            let bank = try await lines("/v1/worklist?kind=bankLineUnmatched", of: serving)
            #expect(
                bank.map { $0["reference"] } == ["OP1"] && bank.map { $0["amountCents"] } == [1234] && bank.map { $0["contract"] } == [nil])
            // Of all kinds those about money come last; page by page it is the same.
            let all = try await lines("/v1/worklist", of: serving)
            #expect(Array(all.suffix(3)) == held + bank)
            let byDay = try await lines("/v1/worklist?order=due&employer=E1", of: serving)
            #expect(Array(byDay.suffix(2)) == held)
            var (walked, next): ([JSON], String?) = ([], "/v1/worklist?limit=1")
            while let path = next {
                let reply = try await settled("GET", path, of: serving)
                walked.append(reply.body)
                next = reply.headers["link"].flatMap { $0.firstMatch(of: /<([^>]*)>/) }.map { String($0.1) }
            }
            // A page of one line is one document.
            #expect(walked == all)
            let counts = try await lines("/v1/worklist/counts", of: serving)
            #expect(counts.first { $0["kind"] == "directDebitHeld" }?["lines"] == 2)
            #expect(counts.first { $0["kind"] == "bankLineUnmatched" }?["lines"] == 1)

            let line = try #require(bank.first?["bankLine"]?.string)
            let at = try #require(try await settled("GET", "/v1/worklist?limit=1", of: serving).headers["x-known-at"])
            let settling = try await settled(
                "POST", "/v1/bank-lines/\(line)/settle", ["reason": "fees"], headers: ["Idempotency-Key": "settle"], of: serving)
            #expect(settling.status == 201 && settling.body["bankLine"] == .string(line), "\(settling)")
            let again = try await settled("POST", "/v1/bank-lines/\(line)/settle", ["reason": "fees"], of: serving)
            #expect(again.status == 409 && again.body["rule"] == "bankLine.alreadySettled", "\(again)")
            let none = try await settled("POST", "/v1/bank-lines/1-1/settle", ["reason": "fees"], of: serving)
            #expect(none.status == 404 && none.body["rule"] == "bankLine.unknown", "\(none)")
            #expect(try await lines("/v1/worklist?kind=bankLineUnmatched&known-at=\(at)", of: serving) == bank)

            let payment: JSON = [
                "amountCents": 1, "contract": .string(Self.id(1)), "on": .string(String(known.prefix(10))), "reference": "V1",
            ]
            #expect(try await settled("POST", "/v1/payments", payment, headers: ["Idempotency-Key": "payment"], of: serving).status == 201)
            #expect(await serving.stop().status == 0)

            let table = try await Program.run(["worklist", "--kind", "directDebitHeld"] + options)
            #expect(table.status == 0 && table.output.contains("mandateMissing"), "\(table)")
            let csv = try await Program.run(["worklist", "--csv"] + options)
            let cells = csv.output.split(separator: "\r\n").filter { $0.hasPrefix("directDebitHeld,") }
            #expect(csv.status == 0 && cells.count == 2 && !csv.output.contains("bankLineUnmatched"), "\(csv)")
            let amounts = held.compactMap { $0["amountCents"]?.integer }
            #expect(cells.contains { $0.contains(",\(amounts[0] - 1),") } && cells.contains { $0.contains(",\(amounts[1]),") }, "\(cells)")
            let wrong = try await Program.run(["worklist", "--kind", "rest"] + options)
            #expect(wrong.status != 0 && wrong.errors.contains("handOverDue"), "\(wrong)")
            let proof = try await Program.run(["verify", "--money"] + options)
            #expect(proof.status == 0, "\(proof)")
        }
    }
}
