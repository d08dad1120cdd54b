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
        for (key, flag, variable) in [
            ("database", "--database", "MAINTIEN_DATABASE_FILE"), ("readDatabase", "--read-database", "MAINTIEN_READ_DATABASE_FILE"),
        ] {
            guard let url = flags[key], let configuration = try? PostgresConfiguration(url: url), configuration.holdsPassword else {
                continue
            }
            warnings.append(
                "Every user of this machine can see the password in \(flag) (ps): \(variable) names a file that holds the URL instead.")
        }
        return warnings
    }
}
