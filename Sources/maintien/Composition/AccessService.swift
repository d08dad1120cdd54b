import Access
import Logging
import Postgres

/// Finds callers while a service runs, over its own database connections.
struct AccessService {
    let finder: CallerFinder
    /// Signs browsers in at the issuer's OpenID provider; nil without settings for it.
    let provider: OpenIDSignIn?
    private let database: Database
    private let reading: Task<Void, Never>?

    /// Enters the callers with local tokens into the register, and starts reading the issuer's keys.
    ///
    /// - Parameters:
    ///   - issuer: the issuer whose JWTs are accepted; nil accepts none.
    ///   - signIn: the settings for sign-in at the issuer's provider.
    init(issuer: (rules: TokenRules, keys: KeyRing)?, signIn: ProviderSettings?, on store: Store, local: [Caller], logger: Logger)
        async throws
    {
        database = Database(store.people, connections: 2)
        do { try await CallerRegister(database).enterLocal(local) } catch {
            await database.shutdown()
            throw error
        }
        finder = CallerFinder(issuer: issuer, register: CallerRegister(database))
        if let issuer, let signIn {
            provider = OpenIDSignIn(signIn, issuer: issuer, register: CallerRegister(database))
        } else {
            provider = nil
        }
        reading = issuer.map { issuer in
            Task {
                await issuer.keys.run { error in
                    logger.error("the issuer's keys were not read; the former ones stay", metadata: ["reason": "\(error)"])
                }
            }
        }
    }

    /// Closes the connections to the database.
    func close() async {
        reading?.cancel()
        await reading?.value
        await database.shutdown()
    }
}
