import JSON

/// The keys and tokens that joserfc made for this run.
public struct MadeTokens: Sendable {
    /// A token to refuse.
    public struct Bad: Sendable {
        /// What is wrong with it.
        public let name: String
        /// The reason for which it must be refused.
        public let refusal: String
        /// Its bytes.
        public let token: [UInt8]
    }

    /// When they were made: seconds since 1970.
    public let now: Double
    /// The keys that the issuer publishes: those of the tokens, and some that must not be used.
    public let keys: [UInt8]
    /// The keys that it publishes later.
    public let rotatedKeys: [UInt8]
    /// Tokens to take.
    public let good: [(name: String, token: [UInt8])]
    /// A good token of the type `JWT`.
    public let plain: [UInt8]
    /// Tokens by a key that is published without `alg`.
    public let withoutAlgorithm: [[UInt8]]
    /// Tokens to refuse.
    public let bad: [Bad]
    private let json: JSON

    /// Made once in a process.
    public static let made = Task { try await MadeTokens.anew() }

    /// Made now: those of the process may have expired where the clock goes on.
    public static func anew() async throws -> MadeTokens { try MadeTokens(JSON(parsing: try await Python.output(of: "tokens.py"))) }

    private init(_ json: JSON) {
        self.json = json
        now = Double(json["now"]?.integer ?? 0)
        keys = json["keys"]?.bytes() ?? []
        rotatedKeys = json["rotatedKeys"]?.bytes() ?? []
        func tokens(_ key: String) -> [(name: String, token: [UInt8])] {
            (json[key]?.object?.members ?? []).map { ($0.key, Array(($0.value.string ?? "").utf8)) }
        }
        good = tokens("good")
        plain = tokens("plain").first?.token ?? []
        withoutAlgorithm = tokens("withoutAlgorithm").map(\.token)
        bad = (json["bad"]?.array ?? []).map {
            Bad(name: $0["name"]?.string ?? "", refusal: $0["refusal"]?.string ?? "", token: Array(($0["token"]?.string ?? "").utf8))
        }
    }

    /// A token by its name in the script.
    public subscript(name: String) -> [UInt8] { Array((json[name]?.string ?? "").utf8) }
}
