import ArgumentParser
import FoundationEssentials
import HTTPAPI

/// Who may call, as settings say it.
struct Callers {
    /// Their tokens.
    let tokens: Tokens
    /// A token that was made up, as none was configured: to be shown.
    let madeUp: String?

    init(_ settings: Settings) throws {
        var names: [String: String] = [:]
        if let path = settings.text("tokens") {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("The file of tokens \(path) cannot be read.")
            }
            for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
                let parts = line.split(whereSeparator: \.isWhitespace)
                guard parts.count == 2 else { throw ValidationError("Each line of \(path) holds a caller's name and a token.") }
                names[String(parts[1])] = String(parts[0])
            }
        }
        if let token = try settings.secret("token") { names[token] = "operator" }
        madeUp = names.isEmpty ? Tokens.random() : nil
        if let madeUp { names[madeUp] = "operator" }
        do { tokens = try Tokens(names) } catch {
            throw ValidationError("A token cannot be used (\(error)): letters, digits and -._~+/= are allowed.")
        }
    }
}
