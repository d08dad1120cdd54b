import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// A scheme file of a stranger: read as the files in force are, with bounds.
@Suite(.timeLimit(.minutes(10))) struct WhatIfSchemeTests {
    private static let file = (try? JSON(parsing: PackageResources.littoral_2026_json)) ?? [:]

    @Test func `a file with a byte order mark is read`() throws {
        #expect(throws: Never.self) { try WhatIfScheme.read(JSON.byteOrderMark + PackageResources.littoral_2026_json) }
    }

    @Test(
        arguments: [
            ("balanceCotisationCents", 1_000_000_001, "/parameters/balanceCotisationCents/0/value"),
            ("payCeilingCents", 999_999_999_999, "/parameters/payCeilingCents/0/value"),
            ("employerRate", "10.0", "/parameters/employerRate/0/value"),
            ("solidarityRate", "999.999999999", "/parameters/solidarityRate/0/value"),
            (
                "beneficiaryPriceCents", ["partner": 1, "child": 2_000_000_000, "adultChild": 3],
                "/parameters/beneficiaryPriceCents/0/value/child"
            ),
        ] as [(String, JSON, String)])
    func `an amount or a rate whose sums could overflow is refused by its field`(name: String, value: JSON, pointer: String) throws {
        let file = Self.file.with(parameter: name, [["from": "2020-01-01", "value": value, "source": "x", "confirmed": true]])
        // The same file is one that the service could start with.
        #expect(throws: Never.self) { try SchemeReader.read(file.bytes()) }
        let defect = #expect(throws: SchemeReader.Defect.self) { try WhatIfScheme.read(file.bytes()) }
        #expect(defect?.description.hasPrefix("\(pointer) ") == true, "\(String(describing: defect))")
    }

    @Test func `what is no scheme file is refused as at the start of the service`() {
        for bytes in ["", "{", "[]", "{}", "\u{0}", #"{"scheme":"x","scheme":"y"}"#, String(repeating: "[", count: 50_000)] {
            let one = #expect(throws: SchemeReader.Defect.self) { try WhatIfScheme.read(Array(bytes.utf8)) }
            let other = #expect(throws: SchemeReader.Defect.self) { try SchemeReader.read(Array(bytes.utf8)) }
            #expect(one.map { "\($0)" } == other.map { "\($0)" })
        }
    }
}

extension JSON {
    /// This scheme file with other rows of a parameter.
    func with(parameter name: String, _ rows: JSON) -> JSON {
        guard var file = object, var parameters = file["parameters"]?.object else { return self }
        parameters[name] = rows
        file["parameters"] = .object(parameters)
        return .object(file)
    }
}
