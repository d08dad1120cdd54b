import Crypto
import Dispatch
import FoundationEssentials
import Glibc
import Postgres
import PostgresTesting
import Synchronization
import Testing

@testable import Vault

/// Epochs of the master key: keys are wrapped anew while the vault is used, and what a destroyed epoch wrapped is lost.
@Suite(.timeLimit(.minutes(10))) struct EpochTests {
    /// A vault whose master key is in a file, and people in it.
    private struct Office {
        let database: VaultUnderTest
        let vault: Vault
        let path: String
        let contracts: [UUID]

        func rotation(pageSize: Int = 2) -> KeyRotation { KeyRotation(database: database.owner, keyFile: path, pageSize: pageSize) }

        func read(_ contract: UUID, by vault: Vault) async throws -> String? {
            let record = try await database.service.withSession { try vault.record(.identity, of: .holder, in: contract, in: $0) }
            return record.map { String(decoding: $0.content, as: UTF8.self) }
        }

        func put(_ contract: UUID, by vault: Vault) async throws {
            let record = Record.identity(of: .holder, in: contract, "Durand \(contract)")
            let terms = [SearchTerm(.nir, "\(contract)"), SearchTerm(.familyName, "DURAND")]
            try await database.service.withSession { session in
                for statement in Vault.keep(try vault.seal([NewRecord(record, terms: terms)], in: session)) {
                    try session.execute(statement)
                }
            }
        }

        /// How many keys are wrapped under the first epoch.
        func oldKeys() async throws -> Int {
            try await database.owner.withSession {
                try $0.one("SELECT count(*) FROM vault.person WHERE octet_length(wrapped_key) = 40", as: Int.self)
            }
        }

        func open(_ path: String) async throws -> Vault {
            try await database.service.withSession { try Vault.open(.file(at: path), in: $0) }
        }

        /// What must not change: tokens, fingerprints, the papers' key.
        func constants(of vault: Vault) async throws -> [String] {
            try await database.service.withSession { session in
                let tokens = try session.query(
                    "SELECT concat_ws(' ', contract_id, tokens::text, nir_token::text) FROM vault.record ORDER BY 1", as: String.self)
                let paper = try vault.paperKey(isLogEmpty: true, in: session).withUnsafeBytes(Array.init)
                return tokens + ["\(vault.fingerprint(of: [1, 2, 3]))", "\(paper)"]
            }
        }
    }

    /// Tells another task that something has come about.
    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isRaised: Bool { state.withLock { $0 } }
        func raise() { state.withLock { $0 = true } }
    }

    private func withOffice(people: Int = 5, _ body: (Office) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "epochs-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "key").path()
        try await withVault { made in
            try await made.asOwner("DELETE FROM vault.master_key")
            let vault = try await made.service.withSession { try Vault.open(.file(at: path, createIfMissing: true), in: $0) }
            let office = Office(database: made, vault: vault, path: path, contracts: (0..<people).map { _ in UUID() })
            for contract in office.contracts { try await office.put(contract, by: vault) }
            try await body(office)
        }
    }

    @Test func `a rotation wraps every key anew, and changes nothing else`() async throws {
        try await withOffice { office in
            let before = try await office.constants(of: office.vault)
            #expect(before.count == 7)
            #expect(try await office.oldKeys() == 5)
            #expect(try await office.rotation().run() == KeyRotation.Outcome(epoch: 2, wrapped: 5))
            #expect(try await office.oldKeys() == 0)
            let afresh = try await office.open(office.path)
            for vault in [office.vault, afresh] {
                for contract in office.contracts { #expect(try await office.read(contract, by: vault) == "Durand \(contract)") }
                #expect(try await office.constants(of: vault) == before)
            }
            // The vault that was open before writes under the new epoch.
            let next = UUID()
            try await office.put(next, by: office.vault)
            #expect(try await office.oldKeys() == 0)
            #expect(try await office.read(next, by: afresh) == "Durand \(next)")
            #expect(try await office.rotation().run() == KeyRotation.Outcome(epoch: 3, wrapped: 6))
            #expect(try await office.read(next, by: office.vault) == "Durand \(next)")
            let status = try FileManager.default.attributesOfItem(atPath: office.path)
            #expect(status[.posixPermissions] as? Int == 0o600)
            #expect(try MasterKey.file(at: office.path).numbers == [1, 2, 3])
        }
    }

    @Test func `an interrupted rotation goes on, and begins no other epoch`() async throws {
        try await withOffice { office in
            struct Interrupted: Error {}
            await #expect(throws: Interrupted.self) {
                try await office.rotation().run { done, _ in if done == 2 { throw Interrupted() } }
            }
            let file = try Data(contentsOf: URL(filePath: office.path))
            #expect(try await office.oldKeys() == 3)
            #expect(try await office.database.owner.withSession { try Vault.epochs(in: $0) }.map { $0.settledAt == nil } == [false, true])
            for contract in office.contracts { #expect(try await office.read(contract, by: office.vault) == "Durand \(contract)") }
            #expect(await refusal { try await office.rotation().destroy(1, keptDays: 1) } == .unsettled(2))
            #expect(try await office.rotation().run() == KeyRotation.Outcome(epoch: 2, wrapped: 3))
            #expect(try Data(contentsOf: URL(filePath: office.path)) == file)
            #expect(try await office.oldKeys() == 0)
        }
    }

    @Test func `people who are written during rotations stay readable, under the present epoch`() async throws {
        try await withOffice { office in
            let writers = try await withThrowingTaskGroup(of: [UUID].self) { group in
                let areOver = Flag()
                for _ in 0..<3 {
                    group.addTask {
                        var written: [UUID] = []
                        while !areOver.isRaised || written.isEmpty {
                            written.append(UUID())
                            try await office.put(written[written.count - 1], by: office.vault)
                        }
                        return written
                    }
                }
                for epoch in 2...5 { #expect(try await office.rotation().run().epoch == epoch) }
                areOver.raise()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let epochs = try await office.database.owner.withSession {
                try $0.query(
                    "SELECT DISTINCT get_byte(wrapped_key, 1)::int FROM vault.person WHERE octet_length(wrapped_key) = 42", as: Int32.self)
            }
            #expect(epochs == [5])
            #expect(try await office.oldKeys() == 0)
            for contract in office.contracts + writers {
                #expect(try await office.read(contract, by: office.vault) == "Durand \(contract)")
            }
        }
    }

    @Test func `a process with an older key file is told, and goes on once it has the new one`() async throws {
        try await withOffice { office in
            let copy = office.path + "-copy"
            try FileManager.default.copyItem(atPath: office.path, toPath: copy)
            let elsewhere = try await office.open(copy)
            _ = try await office.rotation().run()
            let (known, new) = (office.contracts[0], UUID())
            #expect(await vaultError { _ = try await office.read(known, by: elsewhere) } == .epochMissing(2))
            #expect(await vaultError { try await office.put(new, by: elsewhere) } == .epochMissing(2))
            #expect(await vaultError { _ = try await office.open(copy) } == .epochMissing(2))
            try Data(contentsOf: URL(filePath: office.path)).write(to: URL(filePath: copy))
            #expect(try await office.read(known, by: elsewhere) == "Durand \(known)")
            try await office.put(new, by: elsewhere)
            #expect(try await office.oldKeys() == 0)
            // Another key for the same epoch is not that of this vault.
            let wrong = try MasterKey.file(at: copy).removing(2).adding(2)
            try wrong.write()
            #expect(await vaultError { _ = try await office.open(copy) } == .wrongMasterKey)
        }
    }

    @Test(arguments: ["another epoch key", "another root", "another vault"])
    func `a process takes no key of a file that is not its vault's, and the right one once it is there`(mistake: String) async throws {
        try await withOffice { office in
            let copy = office.path + "-copy"
            try FileManager.default.copyItem(atPath: office.path, toPath: copy)
            let elsewhere = try await office.open(copy)
            _ = try await office.rotation().run()
            let right = try String(contentsOfFile: office.path, encoding: .utf8)
            let other = Data(repeating: 7, count: 32).base64EncodedString()
            switch mistake {
            case "another epoch key": try MasterKey.file(at: copy).adding(2).write()
            case "another root": try Data(right.replacing(/root .*/, with: "root \(other)").utf8).write(to: URL(filePath: copy))
            default: try Data(right.replacing(/(root|epoch 1|epoch 2) .*/) { "\($0.1) \(other)" }.utf8).write(to: URL(filePath: copy))
            }
            let (known, new) = (office.contracts[0], UUID())
            #expect(await vaultError { _ = try await office.read(known, by: elsewhere) } == .wrongMasterKey)
            #expect(await vaultError { try await office.put(new, by: elsewhere) } == .wrongMasterKey)
            #expect(
                await vaultError { _ = try await office.database.service.withSession { try elsewhere.presentEpoch(in: $0) } }
                    == .wrongMasterKey)
            try Data(right.utf8).write(to: URL(filePath: copy))
            #expect(try await office.read(known, by: elsewhere) == "Durand \(known)")
            try await office.put(new, by: elsewhere)
            #expect(try await office.oldKeys() == 0)
            #expect(try await office.read(new, by: office.vault) == "Durand \(new)")
        }
    }

    @Test func `a key that was prepared and is not that of the epoch which began is not used`() async throws {
        try await withOffice { office in
            let copy = office.path + "-copy"
            try FileManager.default.copyItem(atPath: office.path, toPath: copy)
            try MasterKey.file(at: copy).adding(2).write()
            let elsewhere = try await office.open(copy)
            _ = try await office.rotation().run()
            let known = office.contracts[0]
            #expect(await vaultError { _ = try await office.read(known, by: elsewhere) } == .wrongMasterKey)
            try Data(contentsOf: URL(filePath: office.path)).write(to: URL(filePath: copy))
            #expect(try await office.read(known, by: elsewhere) == "Durand \(known)")
        }
    }

    @Test func `nobody who writes waits behind a rotation that waits for others`() async throws {
        try await withOffice { office in
            let (isHeld, mayEnd) = (Flag(), DispatchSemaphore(value: 0))
            let other = Database(office.database.configuration, connections: 1)
            async let holding: Void = other.withSession { session in
                try session.transaction { session in
                    try session.executeScript("LOCK TABLE vault.person IN ROW EXCLUSIVE MODE")
                    isHeld.raise()
                    mayEnd.wait()
                }
            }
            defer { mayEnd.signal() }
            while !isHeld.isRaised { try await Task.sleep(for: .milliseconds(10)) }
            let watcher = Database(office.database.configuration, connections: 1)
            async let rotated = office.rotation().run()
            func waits() async throws -> Bool {
                try await watcher.withSession { session in
                    try session.one(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'vault.person'::regclass AND NOT granted)", as: Bool.self)
                }
            }
            while try await !waits() { try await Task.sleep(for: .milliseconds(1)) }
            // Its lock is in the queue, or was a moment ago: whoever writes now is served before the other transaction ends.
            try await watcher.withSession { session in
                try session.executeScript(
                    """
                    SET lock_timeout = '60s';
                    INSERT INTO vault.person VALUES (gen_random_uuid(), 'holder', decode(repeat('00', 40), 'hex'));
                    DELETE FROM vault.person WHERE wrapped_key = decode(repeat('00', 40), 'hex')
                    """)
            }
            mayEnd.signal()
            try await holding
            #expect(try await rotated == KeyRotation.Outcome(epoch: 2, wrapped: 5))
            for database in [other, watcher] { await database.shutdown() }
        }
    }

    @Test func `a key that changes while its page is wrapped is not overwritten`() async throws {
        try await withOffice { office in
            let isHeld = Flag()
            let other = Database(office.database.configuration, connections: 1)
            let changed: [UInt8] = Array(repeating: 9, count: 40)
            async let changing: Void = other.withSession { session in
                try session.transaction { session in
                    let contract = try session.one("SELECT contract_id FROM vault.person ORDER BY 1 LIMIT 1 FOR UPDATE", as: UUID.self)
                    isHeld.raise()
                    // The rotation has read the page, and waits for its row.
                    try session.awaitWaiter()
                    try session.execute("UPDATE vault.person SET wrapped_key = \(changed) WHERE contract_id = \(contract)")
                }
            }
            while !isHeld.isRaised { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await office.rotation(pageSize: 1).run() == KeyRotation.Outcome(epoch: 2, wrapped: 4))
            try await changing
            let kept = try await other.withSession {
                try $0.query("SELECT wrapped_key FROM vault.person WHERE octet_length(wrapped_key) = 40", as: [UInt8].self)
            }
            #expect(kept == [changed])
            await other.shutdown()
        }
    }

    @Test func `a prepared epoch is not used before the rotation`() async throws {
        try await withOffice { office in
            #expect(try await office.rotation().prepare() == 2)
            let file = try Data(contentsOf: URL(filePath: office.path))
            #expect(try await office.rotation().prepare() == 2)
            try await office.put(UUID(), by: try await office.open(office.path))
            #expect(try await office.oldKeys() == 6)
            #expect(try await office.rotation().run() == KeyRotation.Outcome(epoch: 2, wrapped: 6))
            #expect(try Data(contentsOf: URL(filePath: office.path)) == file)
        }
    }

    @Test func `an epoch is destroyed when no backup needs it, and what it wrapped is lost`() async throws {
        try await withOffice { office in
            let person = office.contracts[0]
            // A backup.
            try await office.database.asOwner(
                "CREATE TABLE public.person AS TABLE vault.person; CREATE TABLE public.record AS TABLE vault.record")
            let oldFile = office.path + "-old"
            try FileManager.default.copyItem(atPath: office.path, toPath: oldFile)
            #expect(await refusal { try await office.rotation().destroy(7, keptDays: 35) } == .unknown(7))
            #expect(await refusal { try await office.rotation().destroy(1, keptDays: 35) } == .present(1))
            _ = try await office.rotation().run()
            let early = await refusal { try await office.rotation().destroy(1, keptDays: 35) }
            guard case .needed(1, _) = early else {
                Issue.record("the epoch was destroyed early: \(String(describing: early))")
                return
            }
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = settled_at - interval '34 days 23 hours'")
            let late = await refusal { try await office.rotation().destroy(1, keptDays: 35) }
            guard case .needed(1, _) = late else {
                Issue.record("the epoch was destroyed early: \(String(describing: late))")
                return
            }
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = settled_at - interval '1 hour'")
            try await office.rotation().destroy(1, keptDays: 35)
            #expect(try MasterKey.file(at: office.path).numbers == [2])
            #expect(
                try await office.database.owner.withSession { try Vault.epochs(in: $0) }.map { $0.destroyedAt != nil } == [true, false])
            for contract in office.contracts { #expect(try await office.read(contract, by: office.vault) == "Durand \(contract)") }
            // Again, on another machine.
            try await office.rotation().destroy(1, keptDays: 35)

            // The backup comes back.
            try await office.database.asOwner(
                """
                DELETE FROM vault.person; INSERT INTO vault.person TABLE public.person; DELETE FROM vault.record;
                INSERT INTO vault.record SELECT * FROM public.record; DELETE FROM vault.epoch WHERE number = 2
                """)
            #expect(await vaultError { _ = try await office.open(office.path) } == .epochMissing(1))
            let stored = try await office.database.owner.withSession {
                try $0.one("SELECT wrapped_key FROM vault.person WHERE contract_id = \(person)", as: [UInt8].self)
            }
            let key = try MasterKey.file(at: office.path)
            #expect(try key.numbers.allSatisfy { try WrappedKey(stored)?.opened(by: key.key(of: $0)) == nil })
            // By the key file of before it could be read.
            #expect(try await office.read(person, by: try await office.open(oldFile)) == "Durand \(person)")
        }
    }

    @Test func `the key of an epoch is kept while anybody is wrapped under it, and in a file that is not the vault's present one`()
        async throws
    {
        try await withOffice { office in
            let copy = office.path + "-copy"
            try FileManager.default.copyItem(atPath: office.path, toPath: copy)
            try await office.database.asOwner("CREATE TABLE public.person AS TABLE vault.person")
            _ = try await office.rotation().run()
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = settled_at - interval '36 days'")
            // A program from before epochs wrote one of them.
            try await office.database.asOwner(
                """
                UPDATE vault.person SET wrapped_key = former.wrapped_key FROM public.person AS former
                WHERE person.contract_id = former.contract_id AND former.contract_id = '\(office.contracts[0])'
                """)
            #expect(await refusal { try await office.rotation().destroy(1, keptDays: 35) } == .unsettled(2))
            #expect(try MasterKey.file(at: office.path).numbers == [1, 2])
            #expect(try await office.rotation().run() == KeyRotation.Outcome(epoch: 3, wrapped: 5))
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = settled_at - interval '36 days'")
            // The key of the papers.
            let key = try MasterKey.file(at: office.path)
            let wrapped = try WrappedKey(SymmetricKey(size: .bits256), under: key.key(of: 1), of: 1).stored
            try await office.database.owner.withSession {
                _ = try $0.execute("INSERT INTO vault.paper_key (wrapped_key) VALUES (\(wrapped))")
            }
            #expect(await refusal { try await office.rotation().destroy(1, keptDays: 35) } == .unsettled(2))
            _ = try await office.rotation().run()
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = settled_at - interval '36 days'")
            // A copy of the file from before the rotation, and the file of another vault.
            let old = KeyRotation(database: office.database.owner, keyFile: copy)
            #expect(await vaultError { try await old.destroy(1, keptDays: 35) } == .epochMissing(4))
            try Data(repeating: 3, count: 32).write(to: URL(filePath: copy))
            #expect(await vaultError { try await old.destroy(1, keptDays: 35) } == .wrongMasterKey)
            #expect(try MasterKey.file(at: copy).numbers == [1])
            try await office.rotation().destroy(1, keptDays: 35)
            #expect(try MasterKey.file(at: office.path).numbers == [2, 3, 4])
        }
    }

    @Test func `people who are erased during a rotation stay erased`() async throws {
        try await withOffice(people: 60) { office in
            let erased = office.contracts.shuffled().prefix(30)
            async let rotated = office.rotation(pageSize: 1).run()
            let eraser = Database(office.database.configuration, connections: 1)
            for contract in erased {
                try await eraser.withSession {
                    for table in ["vault.record", "vault.person"] {
                        try $0.executeScript("DELETE FROM \(table) WHERE contract_id = '\(contract)'")
                    }
                }
            }
            await eraser.shutdown()
            #expect(try await rotated.epoch == 2)
            let kept = try await office.database.owner.withSession {
                try $0.query("SELECT contract_id FROM vault.person WHERE octet_length(wrapped_key) = 42", as: UUID.self)
            }
            #expect(Set(kept) == Set(office.contracts).subtracting(erased))
            #expect(try await office.oldKeys() == 0)
        }
    }

    @Test func `an epoch is overdue when no backup needs it, and the present one when it is as old as a backup can be`() async throws {
        try await withOffice { office in
            func overdue(inDays days: Int64) async throws -> [Int] {
                let (epochs, now) = try await office.database.owner.withSession { session in
                    (try Vault.epochs(in: session), try session.one("SELECT clock_timestamp()", as: PostgresTimestamp.self))
                }
                return epochs.overdue(at: now.microsecondsSince1970 + days * 86_400_000_000, keptDays: 35).map(\.number)
            }
            #expect(try await overdue(inDays: 34) == [])
            #expect(try await overdue(inDays: 35) == [1])
            _ = try await office.rotation().run()
            #expect(try await overdue(inDays: 34) == [])
            #expect(try await overdue(inDays: 35) == [1, 2])
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = settled_at - interval '36 days'")
            #expect(try await overdue(inDays: 0) == [1])
            try await office.rotation().destroy(1, keptDays: 35)
            #expect(try await overdue(inDays: 0) == [])
            try await office.database.asOwner("UPDATE vault.epoch SET settled_at = NULL WHERE number = 2")
            #expect(try await overdue(inDays: 34) == [])
        }
    }

    @Test func `two rotations at once do not meet`() async throws {
        try await withOffice { office in
            try await office.database.service.withSession {
                _ = try $0.one("SELECT pg_try_advisory_lock(\(Int64(0x6570_6F63_68)))", as: Bool.self)
            }
            #expect(await refusal { _ = try await office.rotation().run() } == .underWay)
            #expect(try await office.oldKeys() == 5)
        }
    }

    @Test func `a rotation that lost its connection, and was overtaken by others, ends`() async throws {
        try await withOffice { office in
            let (isHeld, goesOn) = (Flag(), DispatchSemaphore(value: 0))
            let overtaken = Task {
                await refusal {
                    _ = try await office.rotation().run { done, _ in
                        if done > 2 { return }
                        isHeld.raise()
                        goesOn.wait()
                    }
                }
            }
            while !isHeld.isRaised { try await Task.sleep(for: .milliseconds(10)) }
            let others = Database(office.database.configuration, connections: 1)
            try await others.withSession {
                _ = try $0.one(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """, as: Int.self)
            }
            for epoch in 2...3 {
                var outcome: KeyRotation.Outcome?
                // The connection that was ended holds its lock for a moment more.
                while outcome == nil {
                    do { outcome = try await KeyRotation(database: others, keyFile: office.path).run() } catch KeyRotation.Refusal.underWay
                    {}
                }
                #expect(outcome?.epoch == epoch)
            }
            await others.shutdown()
            goesOn.signal()
            #expect(await overtaken.value == .underWay)
            let epochs = try await office.database.owner.withSession {
                try $0.query("SELECT DISTINCT get_byte(wrapped_key, 1)::int FROM vault.person", as: Int32.self)
            }
            #expect(epochs == [3])
        }
    }

    @Test(arguments: [
        "maintien master key\n", "maintien master key\nroot AAAA\nepoch 1 AAAA\n", "ROOT\nroot KEY\nepoch 1 KEY\n",
        "maintien master key\nroot KEY\n", "maintien master key\nroot KEY\nepoch 1 KEY\nepoch 1 KEY\n",
        "maintien master key\nroot KEY\nepoch 0 KEY\n", "maintien master key\nroot KEY\nepoch 65536 KEY\n",
        "maintien master key\nroot KEY\nepoch 1 KEY more\n",
    ])
    func `a malformed file of epochs is refused`(text: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID())").path()
        defer { unlink(path) }
        try Data(text.replacing("KEY", with: Data(repeating: 7, count: 32).base64EncodedString()).utf8).write(to: URL(filePath: path))
        #expect(throws: VaultError.masterKeyMalformed(path: path)) { try MasterKey.file(at: path) }
    }

    @Test func `what is derived from 32 bytes is derived from the root`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID())").path()
        defer { unlink(path) }
        let bytes = Data(repeating: 7, count: 32)
        try bytes.write(to: URL(filePath: path))
        let usual = HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: bytes), info: Array("purpose".utf8), outputByteCount: 32)
        let key = try MasterKey.file(at: path)
        try key.adding(2).removing(1).write()
        let stripped = try MasterKey.file(at: path)
        #expect(key.derived(for: "purpose") == usual && stripped.derived(for: "purpose") == usual)
        #expect(stripped.numbers == [2])
        #expect(throws: VaultError.epochMissing(1)) { try stripped.key(of: 1) }
    }

    private func vaultError(_ body: () async throws -> Void) async -> VaultError? {
        do { try await body() } catch { return error as? VaultError }
        return nil
    }

    private func refusal(_ body: () async throws -> Void) async -> KeyRotation.Refusal? {
        do { try await body() } catch let refusal as KeyRotation.Refusal { return refusal } catch { Issue.record(error) }
        return nil
    }
}
