import FoundationEssentials
import JSON
import PostgresTesting
import Testing

/// A month of a made-up portfolio under another scheme file, at a terminal.
@Suite(.timeLimit(.minutes(10))) struct WhatIfTests {
    private static let file: String = {
        let root = String(#filePath).split(separator: "/Tests/")[0]
        return (try? String(contentsOfFile: "\(root)/db/schemes/fpe-education-2026.json", encoding: .utf8)) ?? ""
    }()

    /// Dearer for the agents, cheaper for the employers, with other prices for families.
    private static let other =
        file
        .replacing("\"value\": \"0.50\", \"source\": \"CGFP L.827-1\"", with: "\"value\": \"0.45\", \"source\": \"x\"")
        .replacing("\"value\": 7810", with: "\"value\": 8125").replacing("\"holder\": 860", with: "\"holder\": 990")

    @Test func `both sides are the totals of a service that serves the file, contract by contract of thousands`() async throws {
        try await withPortfolio(contracts: 2500) { database, path in
            let asked = ["what-if", "--scheme", "\(path)/other.json", "--month", "2027-01"]
            // The demo's contracts know of 2027 at the earliest then.
            let known = ["--known-at", "2028-01-01T00:00:00Z"]
            let told = try await Program.run(asked + known + ["--json"] + database)
            #expect(told.status == 0 && told.errors.isEmpty, "\(told)")
            let answer = try JSON(parsing: Array(told.output.utf8))
            let before = try await totals(["--month", "2027-01"] + known + database)
            #expect(before.values.map { $0[0] }.reduce(0, +) == answer["contracts"]?.integer && before.count > 20)
            #expect(try sums(answer, "inForce") == before)
            #expect((answer["agents"]?["more"]?.integer ?? 0) > 100 && answer["difference"] != nil)

            // Now the other file is served.
            let serving = ["--scheme", "\(path)/other.json"] + database
            let rebuilt = try await Program.run(["rebuild", "--force"] + serving)
            #expect(rebuilt.status == 0, "\(rebuilt)")
            #expect(try sums(answer, "whatIf") == (try await totals(["--month", "2027-01"] + known + serving)))

            try Data(Self.other.replacing("\"value\": 8125", with: "\"value\": 8126").utf8).write(to: URL(filePath: "\(path)/third.json"))
            let stale = try await Program.run(asked + ["--in-force", "\(path)/third.json"] + database)
            #expect(stale.status == 2 && stale.errors.contains("--in-force"), "\(stale)")
            let same = try await Program.run(asked + ["--in-force", "\(path)/other.json", "--json"] + known + database)
            let nothing = try JSON(parsing: Array(same.output.utf8))
            #expect(nothing["agents"]?["same"] == answer["contracts"] && nothing["whatIf"] == answer["whatIf"])
            #expect(nothing["inForce"] == answer["whatIf"] && nothing["position"] == answer["position"])
        }
    }

    @Test func `the table tells who pays more, and what is wrong is told in a line`() async throws {
        try await withPortfolio(contracts: 30) { database, path in
            let table = try await Program.run(["what-if", "--scheme", "\(path)/other.json", "--month", "2026-10"] + database)
            #expect(table.status == 0 && table.output.hasPrefix("fpe-education-2026, 2026-10, as known at "), "\(table)")
            #expect(table.output.contains("agents: more") && table.output.contains("\nall ") && table.output.contains("difference a month"))
            try Data(Self.other.replacing("\"value\": 7540", with: "\"value\": -1").utf8).write(to: URL(filePath: "\(path)/bad.json"))
            try Data(Self.other.replacing("\"fpe-education-2026\"", with: "\"x\"").utf8).write(to: URL(filePath: "\(path)/name.json"))
            for (file, words) in [("bad", "/parameters/balanceCotisationCents/0/value"), ("name", "/scheme"), ("none", "cannot be read")] {
                let refused = try await Program.run(["what-if", "--scheme", "\(path)/\(file).json", "--month", "2026-10"] + database)
                #expect(refused.status == 2 && refused.output.isEmpty && refused.errors.contains(words), "\(refused)")
            }
            #expect(try await Program.run(["what-if", "--month", "2026-10"] + database).status == 64)
            #expect(try await Program.run(["what-if", "--scheme", "\(path)/other.json", "--month", "x"] + database).status == 64)
        }
    }

    /// Contracts and flows by employer and standing, of the totals.
    private func totals(_ arguments: [String]) async throws -> [String: [Int]] {
        let told = try await Program.run(["cotisation", "--totals", "--json"] + arguments)
        #expect(told.status == 0, "\(told)")
        return try told.output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }.reduce(into: [:]) { all, line in
            all[Self.key(line)] = [line["contracts"]?.integer ?? -1] + Self.flows(line["due"])
        }
    }

    /// The same of a comparison, whose lines are of a ground besides.
    private func sums(_ answer: JSON, _ side: String) throws -> [String: [Int]] {
        try #require(answer["groups"]?.array).reduce(into: [:]) { all, group in
            let line = [group["contracts"]?.integer ?? -1] + Self.flows(group[side])
            all[Self.key(group)] = zip(all[Self.key(group)] ?? [0, 0, 0, 0], line).map { $0 + $1 }
        }
    }

    private static func key(_ line: JSON) -> String { "\(line["employer"]?.string ?? "–") \(line["standing"]?.string ?? "")" }

    private static func flows(_ json: JSON?) -> [Int] {
        ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { json?[$0]?.integer ?? -1 }
    }

    private func withPortfolio(contracts: Int, _ body: ([String], _ path: String) async throws -> Void) async throws {
        try await withDatabase { made in
            let database = ["--database", made.url]
            #expect(try await Program.run(["migrate"] + database).status == 0)
            let demo = try await Program.run(["demo", "--contracts", "\(contracts)", "--seed", "7"] + database)
            #expect(demo.status == 0, "\(demo)")
            #expect(try await Program.run(["rebuild"] + database).status == 0)
            try await withDirectory { path in
                try Data(Self.other.utf8).write(to: URL(filePath: "\(path)/other.json"))
                try await body(database, path)
            }
        }
    }
}
