import Crypto
import Foundation
import Postgres
import Testing

@testable import Vault

@Suite(.timeLimit(.minutes(10))) struct MasterKeyTests {
    @Test func `a vault does not open with another master key`() async throws {
        try await withVault { vault in
            let error = await #expect(throws: VaultError.self) {
                _ = try await vault.service.withSession { try Vault.open(.random(), in: $0) }
            }
            #expect(error == .wrongMasterKey)
            let contract = UUID()
            try await vault.put(.identity(of: .holder, in: contract, "still there"))
            let again = try await vault.service.withSession { [key = vault.masterKey] in
                try Vault.open(key, in: $0).records(of: contract, in: $0)
            }
            #expect(again.map(\.content) == [Array("still there".utf8)])
        }
    }

    @Test func `a fingerprint is the same for the same bytes and the same key only`() async throws {
        let bytes = Array("FR76".utf8)
        let fingerprints = try await withVault { vault in
            #expect(vault.vault.fingerprint(of: bytes) == vault.vault.fingerprint(of: bytes))
            #expect(vault.vault.fingerprint(of: bytes) != vault.vault.fingerprint(of: bytes + [0]))
            return vault.vault.fingerprint(of: bytes)
        }
        #expect(fingerprints.count == 32)
        #expect(fingerprints != [UInt8](SHA256.hash(data: bytes)))
        #expect(try await withVault { $0.vault.fingerprint(of: bytes) } != fingerprints)
    }

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "master-key-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.appending(path: "key").path())
    }

    private func bytes(_ key: MasterKey) throws -> [UInt8] { try key.key(of: 1).withUnsafeBytes(Array.init) }

    @Test func `a missing key file is made when asked for, for its owner alone`() throws {
        try withDirectory { path in
            #expect(throws: VaultError.masterKeyUnreadable(path: path)) { try MasterKey.file(at: path) }
            let made = try MasterKey.file(at: path, createIfMissing: true)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.size] as? Int == 32)
            #expect(try bytes(MasterKey.file(at: path)) == bytes(made))
            #expect(try bytes(MasterKey.file(at: path, createIfMissing: true)) == bytes(made))
            #expect(try FileManager.default.contentsOfDirectory(atPath: URL(filePath: path).deletingLastPathComponent().path()) == ["key"])
        }
    }

    @Test(arguments: [0, 31, 33, 64])
    func `a file of another length is no key, and is left as it is`(length: Int) throws {
        try withDirectory { path in
            let content = Data(repeating: 7, count: length)
            try content.write(to: URL(filePath: path))
            #expect(throws: VaultError.masterKeyMalformed(path: path)) { try MasterKey.file(at: path, createIfMissing: true) }
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test func `where no file can be made there is no key`() {
        #expect(throws: VaultError.masterKeyUnreadable(path: "/proc/none/key")) {
            try MasterKey.file(at: "/proc/none/key", createIfMissing: true)
        }
    }

    @Test func `of several who make the file at once, all get the same key`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "master-key-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "key").path()
        let keys = try await withThrowingTaskGroup { group in
            for _ in 0..<16 { group.addTask { try bytes(MasterKey.file(at: path, createIfMissing: true)) } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
    }

    @Test func `a master key tells nobody what it is by being printed`() {
        let key = MasterKey([UInt8](repeating: 115, count: 32))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] { #expect(!text.contains("115")) }
    }
}
