public import Access

/// The local bearer tokens, each with its caller.
public struct Tokens: Sendable {
    /// Why a token cannot be used. Does not contain the token.
    public enum Unusable: Error, Hashable {
        /// The token is empty, or has other characters than letters, digits and `-._~+/=`: headers and cookies carry only these.
        case malformed(caller: String)
    }

    private let tokens: [(bytes: [UInt8], caller: Caller)]

    /// The callers by their tokens.
    public init(_ callers: [String: Caller]) throws(Unusable) {
        var tokens: [(bytes: [UInt8], caller: Caller)] = []
        for (token, caller) in callers.sorted(by: { $0.value.id < $1.value.id }) {
            guard !token.isEmpty, token.utf8.allSatisfy(Self.isAllowed) else { throw .malformed(caller: caller.id) }
            tokens.append((Array(token.utf8), caller))
        }
        self.tokens = tokens
    }

    /// Callers with all the roles of a local token, by their names and tokens.
    public init(_ names: [String: String]) throws(Unusable) {
        try self.init(names.mapValues { Caller(id: $0, capacity: .local) })
    }

    /// A token nobody can guess: 256 random bits.
    public static func random() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(random.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// The callers with these tokens, each once.
    public var callers: Set<Caller> { Set(tokens.map(\.caller)) }

    /// The caller with this token. Takes the same time for every wrong token of one length.
    func caller(with token: some Sequence<UInt8>) -> Caller? {
        let given = Array(token)
        var found: Caller?
        for (bytes, caller) in tokens where Self.isEqual(bytes, given) { found = caller }
        return found
    }

    /// Compares every byte, so that the time does not depend on the first difference.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~+/=".utf8.contains(byte)
        }
    }
}
