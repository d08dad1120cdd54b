import CivilTime
import Contracts
import DatabaseSchema
import JSON
import Testing

@testable import ContractService

/// A scheme is read whole or not at all; what is wrong is named.
@Suite(.timeLimit(.minutes(10))) struct SchemeReaderTests {
    static let file = (try? JSON(parsing: PackageResources.littoral_2026_json)) ?? [:]
    static let parameters = file["parameters"]?.object?.members.map(\.key) ?? []

    @Test func `the schemes that come with the program are read`() throws {
        #expect(!SchemeFile.all.isEmpty)
        for file in SchemeFile.all { #expect(throws: Never.self) { try SchemeReader.read(file.bytes) } }
    }

    @Test func `a scheme has twenty parameters`() { #expect(Self.parameters.count == 20) }

    @Test(arguments: parameters)
    func `a missing parameter is refused by name`(name: String) {
        #expect(defect(name, nil) == "/parameters/\(name)")
        #expect(defect(name, []) == "/parameters/\(name)")
    }

    @Test(arguments: parameters)
    func `a parameter that begins after the scheme, or is known only later, is refused by name`(name: String) {
        let row = Self.row(of: name)
        #expect(defect(name, [row.with(["from": "2026-03-02"])]) == "/parameters/\(name)")
        #expect(defect(name, [row.with(["knownFrom": "2026-01-01T00:00:00Z"])]) == "/parameters/\(name)")
        #expect(defect(name, [row.with(["from": "2026-03-01"])]) == nil)
        #expect(defect(name, [row.with(["from": "2020-01-01"])]) == nil)
    }

    @Test(arguments: parameters)
    func `two rows for one day, known from one instant, are refused by name`(name: String) {
        let row = Self.row(of: name)
        let late = row.with(["from": "2026-06-01", "knownFrom": "2026-07-01T00:00:00Z"])
        #expect(defect(name, [row, row]) == "/parameters/\(name)")
        #expect(defect(name, [row, late, late]) == "/parameters/\(name)")
        // The same instant in another spelling.
        #expect(defect(name, [row, late, late.with(["knownFrom": "2026-07-01T02:00:00+02:00"])]) == "/parameters/\(name)")
        // A correction, and a correction of it.
        #expect(defect(name, [row, late, late.with(["knownFrom": "2026-07-02T00:00:00Z"])]) == nil)
    }

    @Test(arguments: parameters)
    func `a row of another form is refused by its place`(name: String) {
        let row = Self.row(of: name)
        let flaws: [(JSON, String)] = [
            (row.with(["value": "wrong"]), "/value"), (row.with(["value": []]), "/value"), (row.with(["value": -1]), "/value"),
            (row.with(["from": "2026-02-30"]), "/from"), (row.with(["source": ""]), "/source"),
            (row.with(["confirmed": "yes"]), "/confirmed"),
            (row.with(["knownFrom": "2026-07-01"]), "/knownFrom"), (row.with(["until": "2026-12-31"]), "/until"),
        ]
        for (row, place) in flaws { #expect(defect(name, [row])?.hasPrefix("/parameters/\(name)/0\(place)") == true, "\(row)") }
        #expect(defect(name, .object([:])) == "/parameters/\(name)")
    }

    @Test func `an unknown parameter is refused by name`() {
        #expect(defect("freeChildrenFromRanks", [Self.row(of: "freeChildrenFromRank")]) == "/parameters/freeChildrenFromRanks")
    }

    @Test(arguments: ["scheme", "label", "effectiveFrom", "parameters", "services", "guarantees"])
    func `a missing part is refused by name`(part: String) {
        #expect(Self.defect(in: Self.file.without(part)) == "/\(part)")
        #expect(Self.defect(in: Self.file.with(.object([part: 1]))) == "/\(part)")
    }

    @Test(arguments: ["", "{", "[]", "{\"scheme\":\"a\",\"scheme\":\"b\"}", "\u{FEFF}{}", "null"])
    func `what is no object is refused in one line`(text: String) {
        let error = #expect(throws: SchemeReader.Defect.self) { try SchemeReader.read(Array(text.utf8)) }
        #expect(error.map { "\($0)" }?.contains("\n") == false)
    }

    @Test func `a defect is told in one line that names the parameter`() {
        let flawed = Self.file.with(["parameters": Self.file["parameters"]?.without("proofDueMonths") ?? [:]])
        let error = #expect(throws: SchemeReader.Defect.self) { try SchemeReader.read(flawed.bytes()) }
        #expect(error.map { "\($0)" }?.contains("proofDueMonths") == true)
        #expect(error.map { "\($0)" }?.contains("\n") == false)
    }

    @Test func `a scheme is shown as it stands on a day, as known at an instant`() async throws {
        try await withService { made in
            #expect(made.clock.set("2026-12-31T23:30:00Z"))
            func balance(on day: Day?, knownAt: KnownAt) -> JSON? {
                made.contracts.scheme("littoral-2026", on: day, knownAt: knownAt)?[path: "parameters.balanceCotisationCents.value"]
            }
            #expect(made.contracts.scheme("elsewhere", on: nil, knownAt: .now) == nil)
            // In Paris the new year has begun.
            #expect(balance(on: nil, knownAt: .now) == 8330)
            #expect(balance(on: "2026-12-31", knownAt: .now) == 8245)
            #expect(balance(on: "2026-12-31", knownAt: .instant("2026-10-15T07:59:59.999999Z")) == 8125)
            #expect(balance(on: "2026-12-31", knownAt: .instant("2026-10-15T08:00:00Z")) == 8245)
            #expect(balance(on: nil, knownAt: .instant("2026-10-01T00:00:00Z")) == 8125)
            let shown = made.contracts.scheme("littoral-2026", on: nil, knownAt: .now)
            #expect(shown?["parameters"]?.object?.members.map(\.key) == Self.parameters)
            #expect(shown?["guarantees"] == Self.file["guarantees"])
            #expect(shown?["services"] == Self.file["services"])
        }
    }

    @Test func `a contract whose scheme the service lacks is told so, whatever is asked or told`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            let service = made.another(schemes: Schemes([]))
            #expect(await Outcome { try await service.ask(.timeline, of: contract) }.word == "scheme.unknown")
            #expect(await Outcome { try await service.ask(.events, of: contract, knownAt: .version(1)) }.word == "scheme.unknown")
            let resume: JSON = ["effectiveOn": "2026-05-01"]
            #expect(await service.outcome(.resume, resume, of: contract).word == "scheme.unknown")
            #expect(await service.outcome(.resume, resume, of: contract, dryRun: true).word == "scheme.unknown")
        }
    }

    /// The first row of a parameter, which is always known.
    private static func row(of name: String) -> JSON { file["parameters"]?[name]?[0] ?? [:] }

    /// Where the scheme is wrong when a parameter has other rows, or none at all; nil when it is not.
    private func defect(_ name: String, _ rows: JSON?) -> String? {
        let all = Self.file["parameters"] ?? [:]
        return Self.defect(in: Self.file.with(["parameters": rows.map { all.with(.object([name: $0])) } ?? all.without(name)]))
    }

    /// Where a scheme file is wrong; nil when it is not.
    static func defect(in file: JSON) -> String? {
        do throws(SchemeReader.Defect) {
            _ = try SchemeReader.read(file.bytes())
            return nil
        } catch {
            if case .field(let field) = error { return field.pointer }
            return "\(error)"
        }
    }
}

extension JSON {
    /// This object without a member.
    fileprivate func without(_ key: String) -> JSON {
        guard var object else { return self }
        object[key] = nil
        return .object(object)
    }
}
