import CivilTime
public import Contracts
import JSON

/// A scheme that somebody thinks of: read as the schemes in force are, but from a stranger's file.
public enum WhatIfScheme {
    /// The most bytes of a file.
    public static let longestFile = 64 << 10
    /// The greatest amount, in cents: ten million euros a month are a mistake.
    private static let greatestCents = 1_000_000_000

    /// Reads a file. Its amounts and rates are bounded, so that sums over all contracts never overflow.
    ///
    /// - Throws: the first error, as for the schemes in force; then the first amount or rate that is too great.
    public static func read(_ bytes: [UInt8]) throws(SchemeReader.Defect) -> Scheme {
        let file = try SchemeReader.parse(bytes)
        let scheme = try SchemeReader.read(file).scheme
        do { try checkAmounts(in: file["parameters"] ?? .null) } catch { throw .field(error.under("parameters")) }
        return scheme
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
}
