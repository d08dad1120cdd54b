import ArgumentParser
import Configuration
import ContractService
import FoundationEssentials

/// Settings by their keys: a flag first, then the environment, then the file.
struct Settings {
    private let reader: ConfigReader
    /// Sentences on what was given in a way that is not refused and should be changed.
    let warnings: [String]

    /// - Parameters:
    ///   - flags: what the command line says, by key; `nil` for what it does not.
    ///   - file: a JSON file of the same keys.
    init(flags: [String: String?], file: String?) async throws {
        let flags = flags.compactMapValues { $0 }
        func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
            let values = values.map { key, value in
                (AbsoluteConfigKey(key.split(separator: ".").map(String.init)), ConfigValue(.string(value), isSecret: false))
            }
            return InMemoryProvider(name: name, values: Dictionary(values) { $1 })
        }
        var providers: [any ConfigProvider] = [
            provider("flags", flags), EnvironmentVariablesProvider().prefixKeys(with: ["maintien"]),
        ]
        if let file { providers.append(provider("file", try SettingsFile.read(file))) }
        reader = ConfigReader(providers: providers)
        warnings = ExposedSecrets.warnings(flags: flags) + Self.misspeltVariables
    }

    /// A setting.
    func text(_ key: String) -> String? {
        precondition(Setting.all.contains { $0.key == key }, "\(key) is missing from the list of settings")
        return reader.string(forKey: ConfigKey(key.split(separator: ".").map(String.init)))
    }

    /// A setting that is true or false; false when it is not made.
    func flag(_ key: String) throws -> Bool {
        switch text(key) {
        case nil, "false": false
        case "true": true
        default: throw ValidationError("The setting \(key) is true or false.")
        }
    }

    /// The form that employers' codes have here.
    var employers: EmployerCodes {
        get throws {
            guard let form = text("employer.codes") else { return .standard }
            guard let employers = EmployerCodes(form) else {
                throw ValidationError("--employer-codes takes characters and how many, such as \(EmployerCodes.standard).")
            }
            return employers
        }
    }

    /// A setting that may be a secret: its own value, or what stands in the file that the key `…file` names.
    func secret(_ key: String) throws -> String? {
        if let value = text(key) { return value }
        return try secretFile("\(key).file", holding: key == "database" ? "the database's URL" : "the \(key)")
    }

    /// The secret in the file that a setting names.
    ///
    /// - Parameter what: what it holds, in words.
    func secretFile(_ key: String, holding what: String) throws -> String? {
        guard let path = text(key) else { return nil }
        try SecretFile.check(path, holding: what)
        guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("The file \(path), which is to hold \(what), cannot be read.")
        }
        return content.trimmingCharacters
    }

    /// A variable that no setting has, and that is nearly one that a setting has. Others are not ours: Kubernetes makes some for a service's name.
    private static var misspeltVariables: [String] {
        let known = Setting.all.map(\.variable)
        let given = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("MAINTIEN_") && !known.contains($0) }
        return given.sorted().compactMap { name in
            known.first { Setting.distance($0, name) <= 2 }.map { "The environment variable \(name) is unknown; \($0) is the nearest." }
        }
    }
}

extension String {
    /// Without the white space around it: what an editor leaves at the end of a file.
    fileprivate var trimmingCharacters: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
