import ArgumentParser
import FoundationEssentials
import HTTPAPI

/// Who may call, as settings say it.
struct Callers {
    /// Their tokens.
    let tokens: Tokens
    /// A token that was made up, as none was configured: to be shown.
    let madeUp: String?

    /// A shorter token could be guessed. A sandbox holds nothing real, and takes any.
    private static let leastLength = 32

    init(_ settings: Settings, isSandbox: Bool) throws {
        var names: [String: String] = [:]
        func add(_ token: String, of name: String) throws {
            guard isSandbox || token.count >= Self.leastLength else {
                throw ValidationError(
                    "The token of \(name) has \(token.count) characters, and needs \(Self.leastLength): "
                        + "`head -c 32 /dev/urandom | base64` makes one.")
            }
            if let other = names.updateValue(name, forKey: token), other != name {
                throw ValidationError("\(other) and \(name) have the same token: events could not tell who called.")
            }
        }
        if let path = settings.text("tokens") {
            try SecretFile.check(path, holding: "callers' tokens")
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("The file of tokens \(path) cannot be read.")
            }
            for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
                let parts = line.split(whereSeparator: \.isWhitespace)
                guard parts.count == 2 else { throw ValidationError("Each line of \(path) holds a caller's name and a token.") }
                try add(String(parts[1]), of: String(parts[0]))
            }
        }
        if let token = try settings.secret("token") { try add(token, of: "operator") }
        madeUp = names.isEmpty ? Tokens.random() : nil
        if let madeUp { names[madeUp] = "operator" }
        do { tokens = try Tokens(names) } catch {
            throw ValidationError("A token cannot be used (\(error)): letters, digits and -._~+/= are allowed.")
        }
    }
}
