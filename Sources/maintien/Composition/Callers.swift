import Access
import ArgumentParser
import ContractService
import FoundationEssentials
import HTTPAPI

/// The callers with local tokens, from the settings.
struct Callers {
    /// The tokens of the callers.
    let tokens: Tokens
    /// A token made because none was configured; it has to be shown.
    let madeUp: String?

    /// The least length of a token, against guessing. A sandbox holds no real data, and accepts any length.
    private static let leastLength = 32

    /// The caller of a token that is not in the file of tokens.
    private static let `operator` = Caller(id: "operator", capacity: .local)

    init(_ settings: Settings, isSandbox: Bool) throws {
        var callers: [String: Caller] = [:]
        func add(_ token: String, of caller: Caller) throws {
            let name = caller.id
            guard isSandbox || token.count >= Self.leastLength else {
                throw ValidationError(
                    "The token of \(name) has \(token.count) characters, and needs \(Self.leastLength): "
                        + "`head -c 32 /dev/urandom | base64` makes one.")
            }
            if let other = callers.updateValue(caller, forKey: token), other != caller {
                throw ValidationError("\(other.id) and \(name) have the same token: events could not tell who called.")
            }
        }
        if let path = settings.text("tokens") {
            try SecretFile.check(path, holding: "callers' tokens")
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("The file of tokens \(path) cannot be read.")
            }
            for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                guard words.count >= 2, let capacity = try Capacity(words.dropFirst(2), employers: settings.employers) else {
                    throw ValidationError(
                        "Each line of \(path) holds a caller's name and a token; then, if they may not do everything, clerk, supervisor, "
                            + "auditor or operator, or employer and their code, or agent and their contract.")
                }
                try add(words[1], of: Caller(id: words[0], capacity: capacity))
            }
        }
        if let token = try settings.secret("token") { try add(token, of: Self.operator) }
        madeUp = callers.isEmpty ? Tokens.random() : nil
        if let madeUp { callers[madeUp] = Self.operator }
        do { tokens = try Tokens(callers) } catch {
            throw ValidationError("A token cannot be used (\(error)): letters, digits and -._~+/= are allowed.")
        }
    }
}

extension Capacity {
    /// Reads a role and its employer or contract. Without words, gives the capacity of a local token.
    fileprivate init?(_ words: ArraySlice<String>, employers: EmployerCodes) {
        guard let first = words.first else {
            self = .local
            return
        }
        let whose = words.dropFirst()
        switch (Role(rawValue: first), whose.first, whose.count) {
        case (.employer, let code?, 1) where employers.accepts(code): self = .employer(code: code)
        case (.agent, let text?, 1):
            guard let contract = ContractID(text) else { return nil }
            self = .agent(contract: contract.uuid)
        case (let role?, nil, _) where role != .employer && role != .agent: self = .staff([role])
        default: return nil
        }
    }
}
