import Billing
import CivilTime
import ContractService
import HTTPTypes
import JSON
import Portfolio
import Testing

@testable import BillingService
@testable import HTTPAPI

/// The worklist over HTTP: what the portfolio knows, and behind it what waits about money.
@Suite(.timeLimit(.minutes(10))) struct WorklistRoutesTests {
    private static let contract = ContractID("0a5f7e12-1111-4222-8333-123456789abc")!  // well formed

    /// A line of each kind.
    private static let lines: [MoneyWorkLine] = MoneyWorkKind.allCases.map { kind in
        var line = MoneyWorkLine(kind, dueOn: Day("2026-11-30")!)  // well formed
        line.amount = Money(cents: 1234)
        switch kind {
        case .directDebitHeld: (line.contract, line.run, line.reason) = (contract, 4, .onHold)
        case .creditToRefund: line.contract = contract
        case .statementUnpaid: (line.employer, line.run) = ("=0750001A", 4)
        case .amountPrescribed: (line.contract, line.employer, line.run) = (contract, "0290012E", 4)
        case .handOverDue: (line.file, line.run) = ("R000004F001", 4)
        case .bankLineUnmatched:
            (line.reference, line.bankLine, line.refusedBy) = ("OP;\"1\"", BankLineID("4711-2"), "payment.exceedsFile")
        }
        return line
    }

    private func call(
        _ path: String, _ headers: HTTPFields = [:], portfolio: ScriptedPortfolio = ScriptedPortfolio(), runs: ScriptedRuns
    ) async throws -> Reply {
        var api = try TestAPI()
        (api.portfolio, api.runs) = (portfolio, runs)
        return try await api.call(.get, path, headers: headers)
    }

    @Test func `a whole answer tells the lines about money last, in each form`() async throws {
        let runs = ScriptedRuns(work: Self.lines)
        let answer = try await call("/v1/worklist", runs: runs)
        #expect(answer.lines.first == [:] && answer.lines.count == 7)
        #expect(answer.lines.dropFirst().compactMap { $0["kind"]?.string } == MoneyWorkKind.allCases.map(\.rawValue))
        #expect(
            answer.lines[1] == [
                "kind": "directDebitHeld", "contract": .string(Self.contract.description), "dueOn": "2026-11-30",
                "rule": "directDebit.held",
                "run": 4, "amountCents": 1234, "reason": "onHold",
            ])
        #expect(
            answer.lines[6] == [
                "kind": "bankLineUnmatched", "dueOn": "2026-11-30", "rule": "payment.exceedsFile", "amountCents": 1234,
                "reference": "OP;\"1\"", "bankLine": "4711-2",
            ])
        #expect(runs.asked == ["work of all after none atMost 500 at 1970-01-01T00:00:00Z"])
        #expect(try await call("/v1/worklist", [.accept: "application/json"], runs: runs).json.array == answer.lines)

        // Each row of the table has the cells of its line.
        let table = try await call("/v1/worklist?kind=directDebitHeld", [.accept: "text/csv"], runs: runs).text.split(separator: "\r\n")
        let columns = PortfolioColumns.work.names
        #expect(table.first.map(String.init) == columns.joined(separator: ",") && table.count == 7)
        for (row, line) in zip(table.dropFirst(), answer.lines.dropFirst()) {
            let text = row.replacing("\"OP;\"\"1\"\"\"", with: "OP;\"1\"").replacing("'=", with: "=")
            let cells = text.split(separator: ",", omittingEmptySubsequences: false)
            #expect(cells.count == columns.count)
            for (name, cell) in zip(columns, cells) {
                let value = line[name]
                #expect(String(cell) == value?.string ?? value?.integer.map(String.init) ?? "", "\(name) of \(row)")
            }
        }
        let french = try await call("/v1/worklist?kind=statementUnpaid&format=excel-fr", runs: runs).text.split(separator: "\r\n")
        #expect(french.first?.hasPrefix("\u{FEFF}nature;contrat;") == true)
        #expect(french[3] == "statementUnpaid;;;2026-11-30;statement.unpaid;;;;\"=\"\"=0750001A\"\"\";4;12,34;;;;")
    }

    @Test func `pages go on among the lines about money, as many as are asked for`() async throws {
        let runs = ScriptedRuns(work: Self.lines)
        let portfolio = ScriptedPortfolio { inquiry in
            inquiry.page?.after == nil
                ? PortfolioLines("{}\n{}\n", next: inquiry.page?.limit == 2 ? "behind" : nil) : PortfolioLines("{}\n")
        }
        // The portfolio has more.
        let first = try await call("/v1/worklist?limit=2", portfolio: portfolio, runs: runs)
        #expect(first.lines.count == 2 && first.headers["Link"]?.contains("after=behind") == true && runs.asked.isEmpty)
        let last = try await call("/v1/worklist?limit=2&after=behind", portfolio: portfolio, runs: runs)
        #expect(last.lines.count == 2 && last.headers["Link"]?.contains("after=money_1") == true)
        #expect(runs.asked == ["work of all after none atMost 1 at 1970-01-01T00:00:00Z"])
        let among = try await call("/v1/worklist?limit=4&after=money_1", portfolio: portfolio, runs: runs)
        #expect(among.lines.compactMap { $0["kind"]?.string } == MoneyWorkKind.allCases[1...4].map(\.rawValue))
        #expect(among.headers["Link"]?.contains("after=money_5") == true && among.headers["X-Position"] == "4711")
        let end = try await call("/v1/worklist?limit=4&after=money_5", portfolio: portfolio, runs: runs)
        #expect(end.lines.count == 1 && end.headers["Link"] == nil)
        // A page that the portfolio fills leads to the lines about money.
        let full = try await call("/v1/worklist?limit=1&after=x", portfolio: portfolio, runs: runs)
        #expect(full.lines.count == 1 && full.headers["Link"]?.contains("after=money_0") == true)
        let bad = try await call("/v1/worklist?limit=4&after=money_bad", portfolio: portfolio, runs: runs)
        #expect(bad.status == 400 && bad.named == "after")
    }

    @Test func `a kind is asked of whoever knows it, with the filter`() async throws {
        let (runs, portfolio) = (ScriptedRuns(work: Self.lines), ScriptedPortfolio())
        for kind in PortfolioQuestion.workKinds {
            #expect(try await call("/v1/worklist?kind=\(kind)", portfolio: portfolio, runs: runs).text == "{}\n")
            #expect(try await call("/v1/worklist/counts?kind=\(kind)", portfolio: portfolio, runs: runs).text == "{}\n")
        }
        #expect(runs.asked.isEmpty)
        for kind in MoneyWorkKind.allCases {
            let path = "worklist?kind=\(kind)&order=due&employer=0290012E&due-through=2026-11-30&known-at=2026-11-23T12:00:00Z"
            #expect(try await !call("/v1/\(path)", portfolio: portfolio, runs: runs).text.contains("{}"))
        }
        #expect(runs.filters.allSatisfy { $0.employer == "0290012E" && $0.dueThrough == Day("2026-11-30") })
        #expect(runs.filters.map(\.kind) == MoneyWorkKind.allCases)
        // The portfolio tells only what it knows, and when.
        #expect(portfolio.asked.last?.knownAt == Instant("2026-11-23T12:00:00Z") && portfolio.asked.last?.page?.limit == 1)
        #expect(try await call("/v1/worklist?kind=handOverDue&employer=0290012E", portfolio: portfolio, runs: runs).named == "order")
    }

    @Test func `counts have a line for each kind about money`() async throws {
        let runs = ScriptedRuns(work: Self.lines)
        let counts = try await call("/v1/worklist/counts", runs: runs).lines
        #expect(counts.dropFirst().compactMap { $0["kind"]?.string } == MoneyWorkKind.allCases.map(\.rawValue))
        #expect(counts.dropFirst().allSatisfy { $0["lines"] == 1 && $0["overdue"] == 0 && $0["knownAt"] == "1970-01-01T00:00:00Z" })
        let one = try await call("/v1/worklist/counts?kind=handOverDue", [.accept: "text/csv"], runs: runs).text
        #expect(one == "kind,knownAt,lines,overdue\r\nhandOverDue,1970-01-01T00:00:00Z,1,0\r\n")
    }

    @Test(arguments: ["worklist/counts", "worklist/counts?kind=handOverDue", "worklist?kind=handOverDue", "worklist?limit=5"])
    func `a database that does not answer is told before an answer begins`(path: String) async throws {
        let runs = ScriptedRuns(failure: ServiceError.unavailable(retryAfterSeconds: 2))
        #expect(try await call("/v1/\(path)", runs: runs).status == 503)
    }

    @Test func `a whole answer about money goes on behind its first lines`() async throws {
        let line = Self.lines[0]
        let runs = ScriptedRuns(work: Array(repeating: line, count: 1203))
        let answer = try await call("/v1/worklist?kind=directDebitHeld", runs: runs)
        #expect(answer.lines.count == 1203 && runs.asked.map { $0.split(separator: " ")[4] } == ["none", "money_500", "money_1000"])
    }
}
