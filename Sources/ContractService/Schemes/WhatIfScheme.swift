public import Contracts
import CivilTime
public import JSON

/// A scheme that somebody thinks of: read as the schemes in force are, but from a stranger's file.
///
/// Its amounts and rates are bounded, so that sums over all contracts never overflow.
public struct WhatIfScheme: Sendable {
    /// The scheme.
    public let scheme: Scheme
    /// The file without what decides no amount: sources, services, guarantees and the parameters of money. Reading it gives the same parameters.
    public let core: JSON

    /// The most bytes of a file.
    public static let longestFile = 64 << 10
    /// The greatest amount, in cents: ten million euros a month are a mistake.
    private static let greatestCents = 1_000_000_000

    /// Reads a file.
    ///
    /// - Throws: the first error, as for the schemes in force; then the first amount or rate that is too great.
    public init(reading bytes: [UInt8]) throws(SchemeReader.Defect) {
        scheme = try SchemeReader.read(bytes).scheme
        var bytes = bytes
        bytes.dropByteOrderMark()
        let file: JSON
        do { file = try JSON(parsing: bytes) } catch { throw .syntax(error) }
        do { try Self.checkAmounts(in: file["parameters"] ?? .null) } catch { throw .field(error.under("parameters")) }
        core = Self.core(of: file)
    }

    private static func checkAmounts(in parameters: JSON) throws(MalformedField) {
        for parameter in parameters.object?.members ?? [] where ParameterSet.names.contains(parameter.key) {
            for (place, row) in (parameter.value.array ?? []).enumerated() {
                do { try check(row["value"] ?? .null) } catch {
                    throw error.under("value").under(String(place)).under(parameter.key)
                }
            }
        }
    }

    private static func check(_ value: JSON) throws(MalformedField) {
        if let amount = value.integer, amount > greatestCents { throw MalformedField(.badValue(expected: "0…\(greatestCents)")) }
        // Texts that are rates; the names of cases begin with letters.
        if let text = value.string, Rate(text) != nil, text.prefix(while: { $0 != "." }).count > 1 {
            throw MalformedField(.badValue(expected: "0…9.999999999"))
        }
        for member in value.object?.members ?? [] {
            do { try check(member.value) } catch { throw error.under(member.key) }
        }
    }

    private static func core(of file: JSON) -> JSON {
        var parameters = JSON.Object()
        for parameter in file["parameters"]?.object?.members ?? [] where ParameterSet.names.contains(parameter.key) {
            let rows = (parameter.value.array ?? []).map { row -> JSON in
                guard var row = row.object else { return row }
                row["source"] = "-"
                return .object(row)
            }
            parameters.append(parameter.key, .array(rows))
        }
        return [
            "scheme": file["scheme"] ?? .null, "label": file["label"] ?? .null, "effectiveFrom": file["effectiveFrom"] ?? .null,
            "parameters": .object(parameters), "services": [], "guarantees": [],
        ]
    }
}
