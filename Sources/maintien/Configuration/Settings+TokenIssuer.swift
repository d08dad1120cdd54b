import Access
import ArgumentParser

extension Settings {
    /// The issuer whose JWTs are accepted, with its keys; nil when no issuer is named.
    ///
    /// - Throws: the error of a wrong setting.
    func tokenIssuer() throws -> (rules: TokenRules, keys: KeyRing)? {
        guard let issuer = text("access.issuer") else {
            let others = Setting.all.map(\.key).filter { $0.hasPrefix("access.") && text($0) != nil }
            guard let other = others.first else { return nil }
            throw ValidationError("The setting \(other) needs access.issuer: the issuer of the tokens.")
        }
        func required(_ key: String) throws -> String {
            guard let value = text(key), !value.isEmpty else { throw ValidationError("The setting access.issuer needs \(key).") }
            return value
        }
        var rules = TokenRules(issuer: issuer, audience: try required("access.audience"), roles: try Self.roles(required("access.roles")))
        rules.roleClaim = text("access.roleClaim") ?? rules.roleClaim
        rules.employerClaim = text("access.employerClaim") ?? rules.employerClaim
        rules.takesPlainType = try flag("access.plainType")
        rules.takesKeysWithoutAlgorithm = try flag("access.keysWithoutAlgorithm")
        let source: KeySource
        let place = try required("access.keys")
        do { source = try KeySource(place, allowsLoopback: flag("access.loopbackKeys")) } catch is KeySource.Trouble {
            throw ValidationError("The setting access.keys is the path of a file or an https URL, not \(place).")
        }
        return (rules, KeyRing(source, takesKeysWithoutAlgorithm: rules.takesKeysWithoutAlgorithm))
    }

    /// Reads `VALUE=ROLE,VALUE=ROLE`. A value may contain `=`: the last `=` separates it from its role.
    private static func roles(_ text: String) throws -> [(value: String, role: Role)] {
        try text.split(separator: ",").map { entry in
            guard let sign = entry.lastIndex(of: "="), sign > entry.startIndex,
                let role = Role(rawValue: String(entry[entry.index(after: sign)...]))
            else {
                throw ValidationError(
                    "The setting access.roles is VALUE=ROLE,VALUE=ROLE with the roles \(Role.allCases.map(\.rawValue).joined(separator: ", ")); "
                        + "\(entry) is not of that form.")
            }
            return (String(entry[..<sign]), role)
        }
    }
}
