import ArgumentParser
import Logging
import Postgres

/// A standby of a service's database, for questions that may be a little old.
struct ReadStore: Sendable {
    /// The service's login, with the rights of questions.
    let configuration: PostgresConfiguration
    /// How old an answer may be.
    let maxStaleness: Duration

    /// The standby that the settings name; nil when they name none.
    ///
    /// - Throws: when its URL asks for another server than a standby, or the settings do not fit together.
    init?(_ settings: Settings) throws {
        maxStaleness = try settings.maxStaleness()
        guard let url = try settings.secret("readDatabase") else {
            if settings.text("maxStaleness") != nil { throw ValidationError("maxStaleness is about the standby that readDatabase names.") }
            return nil
        }
        guard try settings.secret("database") != nil else {
            throw ValidationError("With --read-database the primary must be named too: --database URL.")
        }
        var configuration = try Store.configuration(url: url, target: "standby")
        if let target = configuration.targetServer, ["primary", "read-write"].contains(target) {
            throw VerbTrouble(
                "The read database's URL says target_session_attrs=\(target), and it must lead to a standby: say target_session_attrs=standby."
            )
        }
        configuration.role = Store.questionsRole
        // The primary answers what the standby does not answer soon.
        configuration.connectTimeout = .seconds(2)
        configuration.statementTimeout = .seconds(2)
        self.configuration = configuration.readOnly
    }

    /// - Throws: when a connection pooler stands before the standby.
    func requireOwnSessions(logger: Logger) async throws {
        do { try await Store.requireOwnSessions(of: configuration, named: "read database") } catch let error as PostgresError {
            // It may come later: the primary answers meanwhile.
            logger.warning("the read database does not answer: the primary answers all questions", metadata: ["reason": "\(error)"])
        }
    }
}
