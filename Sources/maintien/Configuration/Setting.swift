/// A setting of a deployment.
struct Setting {
    /// Its place in the file of `--config`: `tls.certificate` is `{"tls": {"certificate": …}}`.
    let key: String
    let meaning: String

    /// All settings. An unknown key cannot be read, and is refused in a file.
    static let all = [
        Setting(key: "listen", meaning: "where to listen, as HOST:PORT"),
        Setting(
            key: "behindProxy", meaning: "true: a proxy in front has TLS and adds to X-Forwarded-For: plain HTTP may leave the loopback"),
        Setting(key: "publicUrl", meaning: "the URL at which browsers reach the service, such as https://maintien.example.fr"),
        Setting(key: "tls.certificate", meaning: "the file of the certificate chain, PEM"),
        Setting(key: "tls.key", meaning: "the file of the certificate's key, PEM"),
        Setting(key: "token", meaning: "the bearer token that callers show"),
        Setting(key: "token.file", meaning: "a file that holds the token"),
        Setting(key: "tokens", meaning: "a file of callers: on each line a name, a token, and a role"),
        Setting(key: "access.issuer", meaning: "who makes the JWTs that are taken: their `iss`"),
        Setting(key: "access.audience", meaning: "whom they are made for: what their `aud` holds"),
        Setting(key: "access.keys", meaning: "the issuer's keys: the file or https URL of a JWKS"),
        Setting(key: "access.roleClaim", meaning: "the claim that gives the role (default: roles)"),
        Setting(key: "access.roles", meaning: "roles by values of that claim: VALUE=ROLE,VALUE=ROLE; the first that a token has counts"),
        Setting(key: "access.employerClaim", meaning: "the claim that gives an employer's code (default: employer)"),
        Setting(key: "access.plainType", meaning: "true: `typ` may be JWT; a token with a nonce is refused then"),
        Setting(key: "access.keysWithoutAlgorithm", meaning: "true: keys without `alg` are used"),
        Setting(key: "access.loopbackKeys", meaning: "true, for tests: keys, provider and public URL at http://127.0.0.1"),
        Setting(key: "signIn.client", meaning: "our id at the issuer's OpenID provider, at which browsers sign in"),
        Setting(key: "signIn.secretFile", meaning: "a file that holds our secret there; none: a public client"),
        Setting(key: "signIn.scopes", meaning: "the scopes that are asked for (default: openid)"),
        Setting(key: "database", meaning: "the URL of the PostgreSQL that holds the log"),
        Setting(key: "database.file", meaning: "a file that holds the URL"),
        Setting(key: "readDatabase", meaning: "the URL of a standby of it, which answers questions that may be some seconds old"),
        Setting(key: "readDatabase.file", meaning: "a file that holds that URL"),
        Setting(key: "maxStaleness", meaning: "how old an answer of that standby may be, such as 2s (1s to 300s; default: 2s)"),
        Setting(key: "data", meaning: "the directory of the private PostgreSQL"),
        Setting(key: "vault.key", meaning: "the file of the vault's master key"),
        Setting(key: "scheme", meaning: "the files of schemes"),
        Setting(key: "employer.codes", meaning: "the form of employers' codes"),
        Setting(key: "contract.facts", meaning: "the most facts that a contract may hold"),
        Setting(key: "contract.beneficiaries", meaning: "the most beneficiaries that a contract may hold"),
        Setting(key: "limits.requests", meaning: "how many requests a second one caller may send; 0: any number"),
        Setting(
            key: "limits.failedSignIns", meaning: "how many sign-ins of one address may fail before it waits (default: 10); 0: any number"),
        Setting(
            key: "limits.shownPeople",
            meaning: "this many people shown to one caller within an hour are an alarm in the log (default: 2000); 0: never"),
        Setting(key: "fourEyes", meaning: "what supervisors do not do alone: rescind,erase,handOver; or none (default: all)"),
        Setting(key: "accessLog.months", meaning: "for how many months readings of personal data, and proposals, are kept, 6 to 36"),
        Setting(key: "idempotency.months", meaning: "for how many months idempotency keys are kept (default: 13); 0: for ever"),
        Setting(
            key: "backups.days", meaning: "for how many days backups are kept: so long an epoch of the master key is kept (default: 35)"),
        Setting(key: "log.level", meaning: "the least severe log lines written"),
    ]

    /// The environment variable of the setting.
    var variable: String {
        key.reduce(into: "MAINTIEN_") { name, character in
            if character.isUppercase { name.append("_") }
            name.append(character == "." ? "_" : character.uppercased())
        }
    }

    /// The list of all settings, for the help text.
    static var list: String {
        let width = all.map(\.key.count).max() ?? 0
        return all.map { setting in
            "  \(setting.key)\(String(repeating: " ", count: width - setting.key.count))  \(setting.meaning) (\(setting.variable))"
        }.joined(separator: "\n")
    }

    /// The known key most similar to `key`, if any is similar.
    static func nearest(to key: String) -> String? {
        let plain = { (key: String) in key.lowercased().filter { $0.isLetter } }
        let best = all.map { ($0.key, distance(plain($0.key), plain(key))) }.min { $0.1 < $1.1 }
        return best.flatMap { $0.1 <= max(2, key.count / 3) ? $0.0 : nil }
    }

    /// The edit distance of two texts: how many letters to change, add or remove.
    static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let changed = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
