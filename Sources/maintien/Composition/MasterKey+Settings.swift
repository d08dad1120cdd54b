import ArgumentParser
import Vault

extension MasterKey {
    /// The key in a file that only its owner may read.
    static func secret(at path: String, createIfMissing: Bool = false) throws -> MasterKey {
        try SecretFile.check(path, holding: "the vault's master key")
        return try MasterKey.file(at: path, createIfMissing: createIfMissing)
    }
}

extension Settings {
    /// The path of the master key's file: the one that is named, or the one beside a private PostgreSQL.
    var masterKeyPath: String {
        get throws {
            if let path = text("vault.key") { return path }
            guard try secret("database") == nil else {
                throw ValidationError("With --database the vault's master key must be given: --vault-key FILE.")
            }
            return Store.dataDirectory(self) + "/vault.key"
        }
    }

    /// For how many days backups are kept.
    func daysOfBackups() throws -> Int {
        guard let text = text("backups.days") else { return 35 }
        guard let days = Int(text), (1...3650).contains(days) else {
            throw ValidationError("The setting backups.days is a number of days, from 1 to 3650.")
        }
        return days
    }
}
