import Foundation
import Testing
import TokenTesting

@testable import Access

/// How the keys of an issuer are read, from files and from real servers.
@Suite(.timeLimit(.minutes(10))) struct KeyRingTests {
    let tokens: MadeTokens

    init() async throws { tokens = try await MadeTokens.made.value }

    private func withFile<T>(_ body: (String) async throws -> T) async throws -> T {
        let path = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path
        try Data(tokens.keys).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    @Test func `keys are read from a file, and for an unknown id once a minute at most`() async throws {
        try await withFile { path in
            let clock = Clock(tokens.now)
            let ring = KeyRing(try KeySource(path), takesKeysWithoutAlgorithm: false, now: clock.now)
            // Read for the first token already.
            #expect(await ring.keys(for: "rsa").contains("rsa"))
            let generation = ring.generation
            try Data(tokens.rotatedKeys).write(to: URL(filePath: path))
            #expect(!(await ring.keys(for: "rotated").contains("rotated")))
            clock.pass(61)
            #expect(await ring.keys(for: "rsa").contains("rsa"))
            #expect(await ring.keys(for: "rotated").contains("rotated"))
            // The key that is not published any more is gone, and what was verified by it is noticed.
            #expect(!(await ring.keys(for: "rsa").contains("rsa")))
            #expect(ring.generation != generation)
        }
    }

    @Test func `a bad set replaces nothing, and the last good one serves 24 hours`() async throws {
        try await withFile { path in
            let clock = Clock(tokens.now)
            let ring = KeyRing(try KeySource(path), takesKeysWithoutAlgorithm: false, now: clock.now)
            try await ring.read()
            let generation = ring.generation
            try Data("{}".utf8).write(to: URL(filePath: path))
            await #expect(throws: PublishedKeys.Unreadable.self) { try await ring.read() }
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: KeySource.Trouble.unreadable) { try await ring.read() }
            clock.pass(86_000)
            #expect(await ring.keys(for: "rsa").contains("rsa") && ring.generation == generation)
            clock.pass(401)
            #expect(!(await ring.keys(for: "rsa").contains("rsa")) && ring.generation != generation)
            try Data(tokens.keys).write(to: URL(filePath: path))
            clock.pass(61)
            #expect(await ring.keys(for: "rsa").contains("rsa"))
        }
    }

    @Test func `keys are read from a server: no redirect, no other status, no more than 256 KiB`() async throws {
        try await withFile { path in
            try await Python.whileRunning("server.py", [path]) { port in
                let base = "http://127.0.0.1:\(port)"
                let ring = KeyRing(try KeySource(base + "/keys", allowsLoopback: true), takesKeysWithoutAlgorithm: false)
                #expect(await ring.keys(for: "ec").contains("ec"))
                for (place, trouble) in [("redirect", KeySource.Trouble.status(302)), ("missing", .status(404)), ("large", .tooLarge)] {
                    await #expect(throws: trouble) { _ = try await KeySource("\(base)/\(place)", allowsLoopback: true).read() }
                }
            }
            await #expect(throws: KeySource.Trouble.unreachable) {
                _ = try await KeySource("http://127.0.0.1:1/", allowsLoopback: true).read()
            }
        }
    }

    @Test(arguments: ["http://issuer.example/keys", "http://127.0.0.1:80/keys", "ftp://issuer.example/keys", "HTTP://issuer.example/"])
    func `a place without TLS is refused`(place: String) {
        #expect(throws: KeySource.Trouble.insecure) { try KeySource(place) }
    }

    @Test(arguments: ["http://127.0.0.1.issuer.example:80/", "http://127.0.0.1@issuer.example/", "http://localhost:80/"])
    func `the setting for tests allows the loopback only`(place: String) {
        #expect(throws: KeySource.Trouble.insecure) { try KeySource(place, allowsLoopback: true) }
    }
}
