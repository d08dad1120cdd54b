import ArgumentParser
import FoundationEssentials
import JSON

/// Reads the JSON file that `--config` names. Refuses unknown keys, since a misspelt one would silently have no effect.
enum SettingsFile {
    /// The settings in the file, by key.
    ///
    /// - Throws: the error with its key.
    static func read(_ path: String) throws -> [String: String] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("The configuration file \(path) cannot be read.")
        }
        let json: JSON
        do { json = try JSON(parsing: Array(bytes)) } catch {
            throw ValidationError("The configuration file \(path) is not JSON: \(error)")
        }
        guard let object = json.object else { throw ValidationError("The configuration file \(path) is not a JSON object.") }
        var settings: [String: String] = [:]
        try take(object, below: "", from: path, into: &settings)
        if ["token", "database", "readDatabase"].contains(where: { settings[$0] != nil }) {
            try SecretFile.check(path, holding: "a secret")
        }
        return settings
    }

    private static func take(_ object: JSON.Object, below prefix: String, from path: String, into settings: inout [String: String]) throws {
        for member in object.members {
            let (key, value) = (prefix + member.key, member.value)
            if Setting.all.contains(where: { $0.key == key }), value.object == nil {
                guard settings.updateValue(try text(value, of: key, from: path), forKey: key) == nil else {
                    throw ValidationError("The configuration file \(path) gives \(key) twice.")
                }
            } else if Setting.all.contains(where: { $0.key.hasPrefix(key + ".") }), let inner = value.object {
                try take(inner, below: key + ".", from: path, into: &settings)
            } else if Setting.all.contains(where: { $0.key == key || $0.key.hasPrefix(key + ".") }) {
                throw ValidationError("The configuration file \(path) gives \(key) a value of the wrong kind.")
            } else {
                let hint = Setting.nearest(to: key).map { "; the setting \($0) is the nearest" } ?? ""
                throw ValidationError(
                    "The configuration file \(path) has an unknown setting, \(key)\(hint). maintien serve --help lists them.")
            }
        }
    }

    private static func text(_ value: JSON, of key: String, from path: String) throws -> String {
        switch value {
        case .string(let text): return text
        case .integer(let number): return "\(number)"
        case .bool(let value): return "\(value)"
        case .array(let elements) where key == "scheme" && elements.allSatisfy({ $0.string != nil }):
            return elements.compactMap(\.string).joined(separator: ",")
        default: throw ValidationError("The configuration file \(path) gives \(key) a value of the wrong kind.")
        }
    }
}
