import ArgumentParser
import Configuration
import FoundationEssentials
import SystemPackage

/// Settings by their keys: a flag first, then the environment, then the file.
struct Settings {
    private let reader: ConfigReader

    /// - Parameters:
    ///   - flags: what the command line says, by key; `nil` for what it does not.
    ///   - file: a JSON file of the same keys.
    init(flags: [String: String?], file: String?) async throws {
        let given = flags.compactMapValues { $0 }.map {
            (AbsoluteConfigKey($0.split(separator: ".").map(String.init)), ConfigValue(.string($1), isSecret: false))
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: Dictionary(given) { $1 }),
            EnvironmentVariablesProvider().prefixKeys(with: ["maintien"]),
        ]
        if let file {
            do { providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file))) } catch {
                throw ValidationError("The configuration file \(file) cannot be read: \(error)")
            }
        }
        reader = ConfigReader(providers: providers)
    }

    /// A setting.
    func text(_ key: String) -> String? { reader.string(forKey: ConfigKey(key.split(separator: ".").map(String.init))) }

    /// A setting that may be a secret: its own value, or what stands in the file that the key `…file` names.
    func secret(_ key: String) throws -> String? {
        if let value = text(key) { return value }
        guard let path = reader.string(forKey: ConfigKey([key, "file"])) else { return nil }
        guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("The file \(path), which is to hold \(key), cannot be read.")
        }
        return content.trimmingCharacters
    }
}

extension String {
    /// Without the white space around it: what an editor leaves at the end of a file.
    fileprivate var trimmingCharacters: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
