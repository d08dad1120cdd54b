import DatabaseSchema
import Foundation
import JSON
import Postgres
import PostgresTesting
import TokenTesting

@testable import Access

/// Browsers that sign in at a provider of the tests' own, with the rights of the service in a real database.
struct SignInUnderTest {
    let provider: String
    let clock: Clock
    let register: CallerRegister
    let owner: Database
    private let issuer: (rules: TokenRules, keys: KeyRing)

    static let redirectAddress = "https://maintien.example/sign-in/callback"

    /// The provider sent the browser back to another place than ours.
    struct SentElsewhere: Error {}

    /// Runs the body with a provider and an empty database.
    static func run<T>(_ body: (SignInUnderTest) async throws -> T) async throws -> T {
        try await withDatabase(template: "access") { url in
            let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
            _ = try await database.withSession { try Migrator().migrate(in: $0) }
            await database.shutdown()
        } _: { made in
            try await Python.whileRunning("provider.py", []) { port in
                var configuration = made.configuration
                configuration.role = "maintien_people"
                let (database, owner) = (Database(configuration, connections: 2), Database(made.configuration, connections: 1))
                let result: Result<T, any Error>
                do { result = .success(try await body(SignInUnderTest(port: port, database: database, owner: owner))) } catch {
                    result = .failure(error)
                }
                await database.shutdown()
                await owner.shutdown()
                return try result.get()
            }
        }
    }

    private init(port: String, database: Database, owner: Database) throws {
        provider = "http://127.0.0.1:\(port)"
        // Ahead of the provider's: what it issues later on is not issued in the future, and has not ended either (300 s).
        clock = Clock(Date().timeIntervalSince1970 + 200)
        register = CallerRegister(database)
        self.owner = owner
        let roles: [(value: String, role: Role)] = [("auditor", .auditor), ("clerk", .clerk), ("employer", .employer), ("agent", .agent)]
        issuer = (
            TokenRules(issuer: provider, audience: "maintien", roles: roles),
            KeyRing(try KeySource(provider + "/keys", allowsLoopback: true), takesKeysWithoutAlgorithm: false, now: clock.now)
        )
    }

    /// One service's way to sign in.
    func service(client: String = "maintien web", secret: String? = "s3cret/+ %", scopes: String = "openid") -> OpenIDSignIn {
        var settings = ProviderSettings(client: client, secret: secret, redirectAddress: Self.redirectAddress)
        settings.allowsLoopback = true
        settings.scopes = scopes
        return OpenIDSignIn(settings, issuer: issuer, register: register, now: clock.now)
    }

    /// Has the provider lie from now on.
    func lie(_ lies: JSON) async throws {
        _ = try await Browser().send("POST", provider + "/lies", String(decoding: lies.bytes(), as: UTF8.self))
    }

    /// What the provider was last asked for.
    func asked(_ endpoint: String) async throws -> JSON {
        try await JSON(parsing: Browser().send("GET", provider + "/asked").text)[endpoint] ?? .null
    }

    /// Lets a browser go to the provider, which sends it back.
    func answer(at address: String) async throws -> ProviderAnswer {
        let place = try await Browser().send("GET", address).headers["location"] ?? ""
        let items = URLComponents(string: place)?.queryItems ?? []
        func value(_ name: String) -> String? { items.first { $0.name == name }?.value }
        guard place.hasPrefix(Self.redirectAddress + "?") else { throw SentElsewhere() }
        return ProviderAnswer(code: value("code"), state: value("state"), issuer: value("iss"), error: value("error"))
    }

    /// Signs a browser in, and returns its session.
    func signIn(at service: OpenIDSignIn, replacing former: String? = nil) async throws -> String {
        let started = try await service.start(returningTo: ReturnPath("/docs?a=b")!)  // a path
        let answer = try await answer(at: started.address)
        return try await service.finish(answer, startedBy: started.cookie, replacing: former).session
    }

    /// How many sessions and callers there are.
    func counts() async throws -> [Int64] {
        try await owner.withSession { session in
            let (sessions, callers) = try session.one(
                "SELECT (SELECT count(*) FROM access.session), (SELECT count(*) FROM access.caller)", as: (Int64, Int64).self)
            return [sessions, callers]
        }
    }
}
