import DatabaseSchema
import Foundation
import Postgres
import PostgresTesting
import Testing
import TokenTesting

@testable import Access

/// Callers as a running service finds them, with the rights of the service in a real database.
@Suite(.timeLimit(.minutes(10))) struct CallerFinderTests {
    /// A register with its callers, keys of an issuer, and a clock.
    struct Setup {
        let database: Database
        let owner: Database
        let register: CallerRegister
        let keys: APIKeys
        let clock: Clock
        let ring: KeyRing
        let keyFile: String

        func finder() -> CallerFinder { CallerFinder(issuer: (.tested, ring), register: register, now: clock.now) }
    }

    let tokens: MadeTokens

    init() async throws { tokens = try await MadeTokens.made.value }

    private func withSetup<T>(_ body: (Setup) async throws -> T) async throws -> T {
        try await withDatabase(template: "access") { url in
            let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
            _ = try await database.withSession { try Migrator().migrate(in: $0) }
            await database.shutdown()
        } _: { made in
            var configuration = made.configuration
            configuration.role = "maintien_people"
            let database = Database(configuration, connections: 2)
            let owner = Database(made.configuration, connections: 1)
            let path = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path
            try Data(tokens.keys).write(to: URL(filePath: path))
            let clock = Clock(tokens.now)
            let ring = KeyRing(try KeySource(path), takesKeysWithoutAlgorithm: false, now: clock.now)
            let setup = Setup(
                database: database, owner: owner, register: CallerRegister(database), keys: APIKeys(database), clock: clock, ring: ring,
                keyFile: path)
            let result: Result<T, any Error>
            do { result = .success(try await body(setup)) } catch { result = .failure(error) }
            try? FileManager.default.removeItem(atPath: path)
            await database.shutdown()
            await owner.shutdown()
            return try result.get()
        }
    }

    private func token(_ name: String) throws -> [UInt8] { try #require(tokens.good.first { $0.name == name }).token }

    @Test func `a subject has one opaque id, in every process and for every token`() async throws {
        try await withSetup { setup in
            let (one, other) = (setup.finder(), setup.finder())
            let token = try token("RS256")
            #expect(one.knownCaller(with: token) == nil)
            let callers = try await withThrowingTaskGroup(of: Caller.self) { group in
                for (_, token) in tokens.good {
                    group.addTask { try await one.caller(with: token) }
                    group.addTask { try await other.caller(with: token) }
                }
                return try await group.reduce(into: Set<Caller>()) { $0.insert($1) }
            }
            let caller = try #require(callers.first)
            #expect(callers.count == 1 && caller.capacity == .staff([.clerk]))
            #expect(caller.id.wholeMatch(of: /c-[0-9a-f]{32}/) != nil)
            #expect(one.knownCaller(with: token) == caller)
            #expect(try await one.caller(with: tokens["supervisor"]).id != caller.id)
        }
    }

    @Test func `a known token is forgotten when it expires and when the keys change`() async throws {
        try await withSetup { setup in
            let finder = setup.finder()
            let (rsa, ec) = (try token("RS256"), try token("ES256"))
            for token in [rsa, ec] { _ = try await finder.caller(with: token) }
            #expect(finder.knownCaller(with: rsa) != nil)
            try Data(tokens.rotatedKeys).write(to: URL(filePath: setup.keyFile))
            try await setup.ring.read()
            #expect(finder.knownCaller(with: rsa) == nil)
            await #expect(throws: TokenRefusal.keyUnknown) { _ = try await finder.caller(with: rsa) }
            let rotated = tokens["rotated"]
            _ = try await finder.caller(with: rotated)
            setup.clock.pass(629)
            #expect(finder.knownCaller(with: rotated) != nil)
            setup.clock.pass(2)
            #expect(finder.knownCaller(with: rotated) == nil)
            await #expect(throws: TokenRefusal.expired) { _ = try await finder.caller(with: rotated) }
        }
    }

    @Test func `bad tokens are refused, and nobody is entered for them`() async throws {
        try await withSetup { setup in
            let finder = setup.finder()
            for bad in tokens.bad {
                let refusal = await #expect(throws: TokenRefusal.self) { _ = try await finder.caller(with: bad.token) }
                #expect(refusal?.rawValue == bad.refusal, "\(bad.name)")
                #expect(finder.knownCaller(with: bad.token) == nil, "\(bad.name)")
            }
            let entered = try await setup.database.withSession { session in
                try session.one("SELECT count(*) FROM access.caller", as: Int64.self)
            }
            #expect(entered == 0)
        }
    }

    @Test func `an employer has the code of its claim, an agent the contract that a clerk tied`() async throws {
        try await withSetup { setup in
            let finder = setup.finder()
            #expect(try await finder.caller(with: tokens["employer"]).capacity == .employer(code: "0750001A"))
            let agent = tokens["agent"]
            await #expect(throws: TokenRefusal.agent) { _ = try await finder.caller(with: agent) }
            let clerk = try await setup.finder().caller(with: token("RS256")).id
            let contract = UUID()
            let issuer = TokenRules.tested.issuer
            func tie(by caller: String) async throws {
                try await setup.register.tie(issuer: issuer, subject: "agent-1", to: contract, by: caller) { session in
                    try session.one("SELECT EXISTS (SELECT FROM log.event WHERE contract_id = \(contract))", as: Bool.self)
                }
            }
            await #expect(throws: CallerRegister.Trouble.unknownContract) { try await tie(by: clerk) }
            try await setup.owner.withSession { session in
                try session.executeScript("ALTER TABLE log.event DISABLE TRIGGER ALL")
                try session.execute(
                    """
                    INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
                    VALUES (1, \(contract), 1, 'affiliated', 1, now(), 'test', '{}', decode(repeat('00', 32), 'hex'))
                    """)
            }
            await #expect(throws: CallerRegister.Trouble.unknownCaller) { try await tie(by: "nobody") }
            // The register keeps the role of the last token.
            #expect(try await setup.finder().caller(with: tokens["auditorAndClerk"]).id == clerk)
            await #expect(throws: CallerRegister.Trouble.needsRole(.clerk)) { try await tie(by: clerk) }
            try await tie(by: try await finder.caller(with: tokens["supervisor"]).id)
            #expect(try await finder.caller(with: agent).capacity == .agent(contract: contract))
            #expect(finder.knownCaller(with: agent) != nil)
            let supervisor = try await finder.caller(with: tokens["supervisor"]).id
            #expect(try await setup.register.untie(issuer: issuer, subject: "agent-1", by: supervisor))
            setup.clock.pass(5)
            #expect(finder.knownCaller(with: agent) == nil)
            await #expect(throws: TokenRefusal.agent) { _ = try await finder.caller(with: agent) }
        }
    }

    @Test func `a key opens, is kept as a hash, and is refused 5 seconds after it was revoked`() async throws {
        try await withSetup { setup in
            let finder = setup.finder()
            let key = try await setup.keys.add(role: .operator, days: 400, name: "metrics")
            let bytes = Array(key.utf8)
            #expect(key.wholeMatch(of: /mtn_[0-9a-f]{16}_[0-9a-f]{64}/) != nil)
            let caller = try await finder.caller(with: bytes)
            #expect(caller.capacity == .staff([.operator]) && finder.knownCaller(with: bytes) == caller)
            let listed = try #require(try await setup.keys.list().first)
            #expect(listed.caller == caller.id && listed.name == "metrics" && listed.role == .operator && listed.revoked == nil)
            let dump = try await setup.database.withSession { session in
                try session.one("SELECT k::text || c::text FROM access.api_key k, access.caller c", as: String.self)
            }
            #expect(!dump.contains(key.suffix(64)))
            for place in bytes.indices {
                var wrong = bytes
                wrong[place] = wrong[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
                await #expect(throws: TokenRefusal.self) { _ = try await finder.caller(with: wrong) }
            }
            // A second key of the same caller, then the first is revoked.
            let second = try await setup.keys.add(role: .operator, days: 1, for: caller.id)
            #expect(try await finder.caller(with: Array(second.utf8)) == caller)
            try await setup.keys.revoke(listed.id)
            setup.clock.pass(4)
            #expect(finder.knownCaller(with: bytes) == nil)
            await #expect(throws: TokenRefusal.revoked) { _ = try await finder.caller(with: bytes) }
            #expect(try await finder.caller(with: Array(second.utf8)) == caller)
            await #expect(throws: APIKeys.Trouble.unknownKey) { try await setup.keys.revoke(listed.id) }
        }
    }

    @Test func `a key above operator needs a supervisor, and no key gives more than it says`() async throws {
        try await withSetup { setup in
            let finder = setup.finder()
            let clerk = try await finder.caller(with: token("RS256")).id
            let supervisor = try await finder.caller(with: tokens["supervisor"]).id
            for role in [Role.clerk, .supervisor, .auditor] {
                await #expect(throws: APIKeys.Trouble.needsSupervisor) { _ = try await setup.keys.add(role: role, days: 1) }
                await #expect(throws: CallerRegister.Trouble.needsRole(.supervisor)) {
                    _ = try await setup.keys.add(role: role, days: 1, by: clerk)
                }
                await #expect(throws: CallerRegister.Trouble.unknownCaller) {
                    _ = try await setup.keys.add(role: role, days: 1, by: "nobody")
                }
                let key = try await setup.keys.add(role: role, days: 1, by: supervisor)
                #expect(try await finder.caller(with: Array(key.utf8)).capacity == .staff([role]))
            }
            let key = try await setup.keys.add(role: .employer, employer: "0750001A", days: 1, by: supervisor)
            let employer = try await finder.caller(with: Array(key.utf8))
            #expect(employer.capacity == .employer(code: "0750001A"))
            // A caller of keys has one role, so that its keys are all for that.
            await #expect(throws: CallerRegister.Trouble.needsRole(.clerk)) {
                _ = try await setup.keys.add(role: .clerk, days: 1, for: employer.id, by: supervisor)
            }
            await #expect(throws: APIKeys.Trouble.employer) { _ = try await setup.keys.add(role: .employer, days: 1, by: supervisor) }
            await #expect(throws: APIKeys.Trouble.employer) {
                _ = try await setup.keys.add(role: .clerk, employer: "0750001A", days: 1, by: supervisor)
            }
            await #expect(throws: APIKeys.Trouble.role) { _ = try await setup.keys.add(role: .agent, days: 1, by: supervisor) }
            for days in [0, 401] {
                await #expect(throws: APIKeys.Trouble.lifetime) { _ = try await setup.keys.add(role: .operator, days: days) }
            }
        }
    }

    @Test func `a local caller keeps its name as its id, and may decide what its roles allow`() async throws {
        try await withSetup { setup in
            let local = Caller(id: "operator", capacity: .staff([.supervisor, .auditor, .operator]))
            for _ in 0..<2 { try await setup.register.enterLocal([local]) }
            let key = try await setup.keys.add(role: .clerk, days: 1, by: "operator")
            #expect(try await setup.finder().caller(with: Array(key.utf8)).capacity == .staff([.clerk]))
        }
    }

    @Test func `without the database a token is neither taken nor refused`() async throws {
        try await withSetup { setup in
            let finder = setup.finder()
            let token = try token("RS256")
            await setup.database.shutdown()
            await #expect(throws: AccessUnavailable.self) { _ = try await finder.caller(with: token) }
            await #expect(throws: TokenRefusal.signature) {
                _ = try await finder.caller(with: #require(tokens.bad.first { $0.refusal == "signature" }).token)
            }
        }
    }

    @Test func `the cache is bounded, and keeps what is used`() {
        var known = KnownCallers(limit: 100)
        let digests = (0..<1000).map { number in Self.digest(number) }
        for (number, digest) in digests.enumerated() {
            known.insert(Caller(id: "\(number)", capacity: .staff([])), for: digest, until: 10, generation: nil)
            #expect(known.find(digests[0], at: 0, generation: 1)?.id == "0")
            #expect(known.count <= 100)
        }
        #expect(known.find(digests[0], at: 10, generation: 1) == nil)
        #expect(known.find(digests[500], at: 0, generation: 1) == nil)
    }
}
