import Billing
import ContractService
import Contracts
import Crypto
import DatabaseSchema
import FoundationEssentials
import Portfolio
import Seals

/// Reads the schemes to serve.
enum SchemeFiles {
    /// The schemes in the named files, or the built-in ones.
    ///
    /// - Throws: the first file that is no valid scheme, with the wrong field or parameter.
    static func schemes(_ settings: Settings) throws -> Schemes { try rules(settings).schemes }

    /// The schemes with the digest of their files. Projections made from other files do not match it.
    static func rules(_ settings: Settings) throws -> ProjectionRules { try rules(of: files(settings)) }

    /// The schemes with the digest of their files, and what runs need of them.
    static func rulesAndMoney(_ settings: Settings) throws -> (rules: ProjectionRules, money: ServedMoney) {
        try rulesAndMoney(of: files(settings))
    }

    /// The files of the schemes: those that the settings name, or the built-in ones.
    static func files(_ settings: Settings) throws -> [(name: String, bytes: [UInt8])] {
        guard let paths = settings.text("scheme") else { return DatabaseSchema.SchemeFile.all.map { ($0.name, $0.bytes) } }
        return try paths.split(separator: ",").map { path in
            guard let data = FileManager.default.contents(atPath: String(path)) else {
                throw VerbTrouble("The scheme file \(path) cannot be read.")
            }
            return (String(path), Array(data))
        }
    }

    /// The schemes of some files, with their digest.
    static func rules(of files: [(name: String, bytes: [UInt8])]) throws -> ProjectionRules { try rulesAndMoney(of: files).rules }

    private static func rulesAndMoney(
        of files: [(name: String, bytes: [UInt8])]
    ) throws -> (rules: ProjectionRules, money: ServedMoney) {
        let served = try files.map { name, bytes in
            do { return try SchemeReader.read(bytes) } catch { throw VerbTrouble("The scheme file \(name) is not accepted: \(error)") }
        }
        var digest = SHA256()
        for hash in files.map({ Array(SHA256.hash(data: $0.bytes)) }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            digest.update(data: hash)
        }
        // Of two schemes of one name the last counts, here as in `Schemes`.
        let money = ServedMoney(
            parameters: Dictionary(served.map { ($0.scheme.name, $0.money) }) { $1 }.compactMapValues(\.self),
            digests: Dictionary(zip(served, files).map { ($0.scheme.name, SHA256.hash(data: $1.bytes).hexadecimal) }) { $1 })
        return (ProjectionRules(schemes: Schemes(served.map(\.scheme)), digest: Array(digest.finalize())), money)
    }
}
