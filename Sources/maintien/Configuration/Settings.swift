import ArgumentParser
import Configuration
import ContractService
import FoundationEssentials

/// The settings by key. A flag wins over the environment, and the environment over the file.
struct Settings {
    private let reader: ConfigReader
    /// Warnings about settings that are accepted but should be changed.
    let warnings: [String]

    /// - Parameters:
    ///   - flags: the values on the command line, by key; `nil` for an absent flag.
    ///   - file: a JSON file with the same keys.
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

    /// The text of a setting; nil when not set.
    func text(_ key: String) -> String? {
        precondition(Setting.all.contains { $0.key == key }, "\(key) is missing from the list of settings")
        return reader.string(forKey: ConfigKey(key.split(separator: ".").map(String.init)))
    }

    /// A setting that is true or false; false when not set.
    func flag(_ key: String) throws -> Bool {
        switch text(key) {
        case nil, "false": false
        case "true": true
        default: throw ValidationError("The setting \(key) is true or false.")
        }
    }

    /// The form of employers' codes in this deployment.
    var employers: EmployerCodes {
        get throws {
            guard let form = text("employer.codes") else { return .standard }
            guard let employers = EmployerCodes(form) else {
                throw ValidationError("--employer-codes takes characters and how many, such as \(EmployerCodes.standard).")
            }
            return employers
        }
    }

    /// A setting that may be secret: its own value, or the content of the file that the key `…file` names.
    func secret(_ key: String) throws -> String? {
        if let value = text(key) { return value }
        let what = ["database": "the database's URL", "readDatabase": "the read database's URL"][key] ?? "the \(key)"
        return try secretFile("\(key).file", holding: what)
    }

    /// The secret in the file that a setting names.
    ///
    /// - Parameter what: the content of the file, in words.
    func secretFile(_ key: String, holding what: String) throws -> String? {
        guard let path = text(key) else { return nil }
        try SecretFile.check(path, holding: what)
        guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("The file \(path), which is to hold \(what), cannot be read.")
        }
        return content.trimmingCharacters
    }

    /// Warnings about environment variables that resemble a setting's variable. Ignores others: Kubernetes makes some from service names.
    private static var misspeltVariables: [String] {
        let known = Setting.all.map(\.variable)
        let given = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("MAINTIEN_") && !known.contains($0) }
        return given.sorted().compactMap { name in
            known.first { Setting.distance($0, name) <= 2 }.map { "The environment variable \(name) is unknown; \($0) is the nearest." }
        }
    }
}

extension String {
    /// The text without surrounding white space, such as the newline that an editor adds.
    fileprivate var trimmingCharacters: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
