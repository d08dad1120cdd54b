import ContractService
import Contracts
import Crypto
import DatabaseSchema
import FoundationEssentials
import Portfolio

/// Reads the schemes to serve.
enum SchemeFiles {
    /// The schemes in the named files, or the built-in ones.
    ///
    /// - Throws: the first file that is no valid scheme, with the wrong field or parameter.
    static func schemes(_ settings: Settings) throws -> Schemes { try rules(settings).schemes }

    /// The schemes with the digest of their files. Projections made from other files do not match it.
    static func rules(_ settings: Settings) throws -> ProjectionRules {
        let files: [(name: String, bytes: [UInt8])] =
            if let paths = settings.text("scheme") {
                try paths.split(separator: ",").map { path in
                    guard let data = FileManager.default.contents(atPath: String(path)) else {
                        throw VerbTrouble("The scheme file \(path) cannot be read.")
                    }
                    return (String(path), Array(data))
                }
            } else {
                DatabaseSchema.SchemeFile.all.map { ($0.name, $0.bytes) }
            }
        let schemes = Schemes(
            try files.map { name, bytes in
                do { return try SchemeReader.read(bytes) } catch {
                    throw VerbTrouble("The scheme file \(name) is not accepted: \(error)")
                }
            })
        var digest = SHA256()
        for hash in files.map({ Array(SHA256.hash(data: $0.bytes)) }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            digest.update(data: hash)
        }
        return ProjectionRules(schemes: schemes, digest: Array(digest.finalize()))
    }
}
