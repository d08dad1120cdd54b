import Crypto
import Synchronization
import Testing

@testable import BackOffice

@Suite struct AddressSealTests {
    private final class Clock: Sendable {
        let seconds = Mutex<Int64>(1_800_000_000)
    }

    private let clock: Clock
    private let seal: AddressSeal

    init() {
        let clock = Clock()
        self.clock = clock
        seal = AddressSeal(key: SymmetricKey(size: .bits256)) { clock.seconds.withLock { $0 } }
    }

    @Test(arguments: ["", "Durand 14/03/1985", "a b  c\n", String(repeating: "é", count: 2000)])
    func `a sealed text opens for the same purpose and caller, and shows nothing of itself`(text: String) {
        let sealed = seal.seal(text, for: "find", owner: "clerk-1")
        #expect(seal.open(sealed, for: "find", by: "clerk-1") == text)
        #expect(
            sealed.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "-_".utf8.contains($0)
            })
        #expect(text.isEmpty || !sealed.contains(text))
        #expect(seal.seal(text, for: "find", owner: "clerk-1") != sealed)
    }

    @Test func `it opens for no other caller, purpose or key, and not when a byte is another`() {
        let sealed = seal.seal("Durand", for: "find", owner: "clerk-1")
        #expect(seal.open(sealed, for: "find", by: "clerk-2") == nil)
        #expect(seal.open(sealed, for: "draft", by: "clerk-1") == nil)
        #expect(AddressSeal(key: SymmetricKey(size: .bits256)).open(sealed, for: "find", by: "clerk-1") == nil)
        for place in sealed.indices {
            var other = sealed
            other.replaceSubrange(place...place, with: sealed[place] == "A" ? "B" : "A")
            // The last character of base64 may hold bits that no byte has.
            if place < sealed.index(sealed.endIndex, offsetBy: -1) { #expect(seal.open(other, for: "find", by: "clerk-1") == nil) }
        }
        #expect(seal.open("", for: "find", by: "clerk-1") == nil)
        #expect(seal.open("é&", for: "find", by: "clerk-1") == nil)
    }

    @Test func `one without an owner opens for whoever is signed in`() {
        let sealed = seal.seal("Durand", for: "draft", owner: nil)
        #expect(seal.open(sealed, for: "draft", by: "clerk-1") == "Durand")
        #expect(seal.open(sealed, for: "draft", by: "clerk-2") == "Durand")
    }

    @Test func `it opens for an hour`() {
        let sealed = seal.seal("Durand", for: "find", owner: "clerk-1")
        clock.seconds.withLock { $0 += 3600 }
        #expect(seal.open(sealed, for: "find", by: "clerk-1") == "Durand")
        clock.seconds.withLock { $0 += 1 }
        #expect(seal.open(sealed, for: "find", by: "clerk-1") == nil)
        clock.seconds.withLock { $0 -= 3662 }
        #expect(seal.open(sealed, for: "find", by: "clerk-1") == nil)
    }
}
