import JSON

/// A JWT that is parsed but not yet verified.
struct SignedToken {
    let algorithm: String
    let keyID: String
    let claims: JSON
    /// The bytes that the signature covers.
    let signedBytes: ArraySlice<UInt8>
    let signature: [UInt8]
    /// Whether `typ` is `JWT` or absent, so not the type of an access token.
    let isPlainType: Bool

    /// The most bytes that a token may have.
    static let limit = 8 * 1024
    static let algorithms: Set<String> = ["RS256", "PS256", "ES256", "EdDSA"]
    /// Header fields that demand an extension, or bring or name their own key.
    private static let refusedFields = ["crit", "jku", "x5u", "jwk", "x5c"]

    /// Parses the three parts, and checks the header.
    ///
    /// - Parameter mayLackType: whether `typ` may be absent. Some providers omit it in ID tokens.
    init(_ token: [UInt8], mayLackType: Bool = false) throws(TokenRefusal) {
        guard token.count <= Self.limit else { throw .tooLong }
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard !Self.refusedFields.contains(where: { header[$0] != nil }) else { throw .headerField }
        switch header["typ"]?.string?.lowercased() {
        case "at+jwt", "application/at+jwt": isPlainType = false
        case "jwt": isPlainType = true
        case nil where mayLackType && header["typ"] == nil: isPlainType = true
        default: throw .type
        }
        guard let algorithm = header["alg"]?.string, Self.algorithms.contains(algorithm) else { throw .algorithm }
        guard let keyID = header["kid"]?.string, !keyID.isEmpty else { throw .keyMissing }
        self.algorithm = algorithm
        self.keyID = keyID
        self.claims = claims
        self.signature = signature
        signedBytes = token[..<parts[1].endIndex]
    }

    private static func object(_ part: ArraySlice<UInt8>) -> JSON? {
        guard let bytes = Base64URL.decode(part), let json = try? JSON(parsing: bytes), json.object != nil else { return nil }
        return json
    }
}
