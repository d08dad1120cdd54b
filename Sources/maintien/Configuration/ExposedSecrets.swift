import Postgres

/// Warns of secrets on the command line, which every user of the machine can see in the list of processes.
enum ExposedSecrets {
    /// A warning for each exposed secret.
    static func warnings(flags: [String: String]) -> [String] {
        var warnings: [String] = []
        if flags["token"] != nil {
            warnings.append(
                "Every user of this machine can see --token (ps): MAINTIEN_TOKEN_FILE names a file that holds the token instead.")
        }
        if let url = flags["database"], let configuration = try? PostgresConfiguration(url: url), configuration.holdsPassword {
            warnings.append(
                "Every user of this machine can see the password in --database (ps): MAINTIEN_DATABASE_FILE names a file that holds the URL instead."
            )
        }
        return warnings
    }
}
