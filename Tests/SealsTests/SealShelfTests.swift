import CivilTime
import Testing

@testable import Seals

/// What seals show of a log.
@Suite struct SealShelfTests {
    private static let log = "3f0e8c1a-6a57-4d0b-9a3e-1f1f5a2b7c01"
    private let signer: NoteSigner
    private let witness: NoteSigner

    init() throws {
        signer = try NoteSigner(name: "maintien.example.fr/seal", kind: .seal)
        witness = try NoteSigner(name: "witness.example.org/maintien", kind: .cosignature)
    }

    private var keys: SealKeys { SealKeys([signer.verifier, witness.verifier]) }

    /// A place in a history that is told by a letter.
    private func place(_ position: Int64, _ history: Character = "a") -> SealedPlace {
        position == 0
            ? .start : SealedPlace(position: position, hash: [UInt8](repeating: history.asciiValue ?? 0, count: 31) + [UInt8(position)])
    }

    private func instant(_ day: Int64) -> Instant { Instant(microseconds: 1_780_000_000_000_000 + day * 86_400_000_000) }

    private func seal(
        _ position: Int64, of history: Character = "a", day: Int64 = 0, log: String = log, incarnation: Int = 1, mark: String = "m1",
        begunAfter: Int64 = 0, readings: Int64 = 0, readHistory: Character = "a", erasures: Int64 = 0
    ) -> LogSeal {
        LogSeal(
            log: log, sealedAt: instant(day), incarnation: SealedIncarnation(number: incarnation, mark: mark, begunAfter: begunAfter),
            events: place(position, history), readings: place(readings, readHistory), lastReadingAt: readings == 0 ? nil : instant(day),
            erasures: place(erasures))
    }

    private func shelf(_ seals: LogSeal..., by signer: NoteSigner? = nil) throws -> SealShelf {
        SealShelf(try seals.enumerated().map { ("\($0).seal", try (signer ?? self.signer).note($1).bytes) }, by: keys)
    }

    /// A log of one history, as long as told.
    private func state(
        _ position: Int64, of history: Character = "a", incarnation: Int = 1, mark: String = "m1", begunAfter: Int64 = 0,
        readings: Int64 = 0,
        readingsFrom: Int64 = 0, erasures: Int64 = 0, day: Int64 = 1
    ) -> LogState {
        func chain(_ end: Int64, from begun: Int64 = 0) -> ChainState {
            let kept = end > begun ? Array(begun + 1...end) : []
            return ChainState(
                begun: place(begun, history), end: place(end, history),
                hashes: Dictionary(uniqueKeysWithValues: kept.map { ($0, place($0, history).hash) }))
        }
        return LogState(
            log: Self.log, incarnation: SealedIncarnation(number: incarnation, mark: mark, begunAfter: begunAfter), events: chain(position),
            readings: chain(readings, from: readingsFrom), lastReadingAt: nil, erasures: chain(erasures), now: instant(day))
    }

    @Test func `a seal says what it is, and is read again`() throws {
        let seal = seal(7, day: 1, incarnation: 2, mark: "9f2c1ab4", begunAfter: 3, readings: 5, erasures: 1)
        let lines = seal.text.split(separator: "\n")
        #expect(lines.count == 7 && lines[0] == "maintien/\(Self.log)" && lines[1] == "7" && lines[4] == "incarnation 2 9f2c1ab4 3")
        #expect(try LogSeal(parsing: seal.text) == seal)
        let opened = try OpenedSeal(
            file: "x", signer.note(seal).signed(by: witness.signature(of: seal.text, at: instant(2))).bytes, by: keys)
        #expect(opened.seal == seal && opened.cosignatures == [.init(witness: "witness.example.org/maintien", at: instant(2))])
        let stranger = try NoteSigner(name: "witness.example.org/maintien", kind: .cosignature)
        #expect(opened.isCosigned(by: witness.verifier) && !opened.isCosigned(by: stranger.verifier))
    }

    @Test(arguments: [
        ("\n7\n", "\n07\n"), ("\n7\n", "\n-7\n"), ("maintien/", "mantien/"), ("sealed ", "sealed  "), ("incarnation 1", "incarnation one"),
        ("readings 0", "readings 1"), ("erasures", "erasure"), ("\n", "\n\n"), (" -", " "), ("m1 0", "m1"),
    ])
    func `another spelling of a seal is refused`(part: String, other: String) throws {
        let text = seal(7).text
        let changed = text.replacing(part, with: other, maxReplacements: 1)
        #expect(changed != text)
        if part == "readings 0" {
            #expect(try LogSeal(parsing: changed) != seal(7))
        } else {
            #expect(throws: NoteTrouble.noSeal) { try LogSeal(parsing: changed) }
        }
    }

    @Test func `a log that went on holds all its seals`() throws {
        let shelf = try shelf(seal(3, readings: 1), seal(7, day: 1, readings: 4, erasures: 1), seal(7, day: 2, readings: 5, erasures: 1))
        #expect(shelf.findings(about: state(9, readings: 6, erasures: 1)) == [])
        #expect(shelf.newest(of: state(9))?.seal.sealedAt == instant(2))
        #expect(shelf.positions(in: .events) == [3, 7] && shelf.positions(in: .readings) == [1, 4, 5])
        #expect(try self.shelf(seal(0)).findings(about: state(0)) == [])
    }

    @Test func `a cut, rewritten, foreign or copied log is named`() throws {
        let shelf = try shelf(seal(7, readings: 4, erasures: 2))
        func found(_ state: LogState) -> [SealFinding] { shelf.findings(about: state) }
        #expect(found(state(6, readings: 4, erasures: 2)) == [.cutOff(file: "0.seal", .events, sealed: 7, end: 6)])
        #expect(found(state(7, readings: 3, erasures: 2)) == [.cutOff(file: "0.seal", .readings, sealed: 4, end: 3)])
        #expect(found(state(7, readings: 4, erasures: 1)) == [.cutOff(file: "0.seal", .erasures, sealed: 2, end: 1)])
        let rewritten = [SealedChain.events, .readings, .erasures].map { chain in
            SealFinding.rewritten(file: "0.seal", chain, position: [.events: 7, .readings: 4, .erasures: 2][chain] ?? 0)
        }
        #expect(found(state(9, of: "b", readings: 9, erasures: 9)) == rewritten)
        #expect(found(state(7, mark: "m2", readings: 4, erasures: 2)) == [.otherCopy(file: "0.seal", incarnation: 1)])
        let other = try self.shelf(seal(7, log: "other"))
        #expect(other.findings(about: state(7)) == [.foreign(file: "0.seal", log: "other")])
        #expect(other.newest(of: state(7)) == nil)
    }

    @Test func `two seals that cannot both be true are a fork, whichever the log is`() throws {
        let histories = try shelf(seal(7), seal(7, of: "b", day: 1))
        #expect(histories.findings(about: state(9)).first == .fork(file: "1.seal", other: "0.seal"))
        let copies = try shelf(seal(7, incarnation: 2, mark: "m2"), seal(9, day: 1, incarnation: 2, mark: "m3"))
        #expect(copies.findings(about: state(9, incarnation: 2, mark: "m3")).first == .fork(file: "1.seal", other: "0.seal"))
        let readings = try shelf(seal(7, readings: 3), seal(8, day: 1, readings: 3, readHistory: "b"))
        #expect(readings.findings(about: state(9, readings: 3)).first == .fork(file: "1.seal", other: "0.seal"))
    }

    @Test func `of a restored copy the loss is told until a seal of the next incarnation says that it is known`() throws {
        let recovered = state(6, incarnation: 2, mark: "m2", begunAfter: 5)
        let before = try shelf(seal(3), seal(7, day: 1, readings: 2))
        #expect(before.findings(about: recovered) == [.lost(file: "1.seal", position: 7, begunAfter: 5)])
        #expect(before.findings(about: recovered, acceptingLosses: true) == [])
        let after = try shelf(seal(3), seal(7, day: 1, readings: 2), seal(6, day: 2, incarnation: 2, mark: "m2", begunAfter: 5))
        #expect(after.findings(about: recovered) == [])
        #expect(after.knownLosses(of: recovered).map(\.file) == ["1.seal"])
        // What both incarnations share is never given up.
        let rewritten = state(6, of: "b", incarnation: 2, mark: "m2", begunAfter: 5)
        #expect(before.findings(about: rewritten, acceptingLosses: true) == [.rewritten(file: "0.seal", .events, position: 3)])
        // The copy as it was restored, before it is recovered, and after its new incarnation was sealed.
        #expect(before.findings(about: state(5)).map(\.name) == ["cutOff", "cutOff"])
        #expect(after.findings(about: state(7, readings: 2)) == [.olderCopy(file: "2.seal", incarnation: 1, sealed: 2)])
    }

    @Test func `a restored copy has lost what later seals state, and holds all others`() throws {
        let shelf = try shelf(seal(3), seal(7, day: 1, readings: 2, erasures: 1))
        func found(_ state: LogState) -> [SealFinding] { shelf.findings(aboutRestored: state) }
        #expect(found(state(5)) == [])
        #expect(found(state(2)) == [])
        #expect(found(state(5, of: "b")) == [.rewritten(file: "0.seal", .events, position: 3)])
        #expect(found(state(7, of: "b", readings: 2)).map(\.name) == ["rewritten", "rewritten", "rewritten"])
        #expect(found(state(5, mark: "m2")).map(\.name) == ["otherCopy", "otherCopy"])
        #expect(try self.shelf(seal(7, log: "other")).findings(aboutRestored: state(7)).map(\.name) == ["foreign"])
        #expect(try self.shelf(seal(7), seal(7, of: "b", day: 1)).findings(aboutRestored: state(3)).map(\.name) == ["fork"])
        #expect(shelf.newest(ofLog: Self.log)?.file == "1.seal" && shelf.newest(ofLog: "other") == nil)
        // A recovery that was interrupted is run again: the log has grown in its new incarnation.
        #expect(found(state(8, incarnation: 2, mark: "m2", begunAfter: 5)) == [])
        #expect(found(state(8, of: "b", incarnation: 2, mark: "m2", begunAfter: 5)).map(\.name) == ["rewritten"])
        // A backup from before an earlier recovery: what that incarnation recorded is lost too.
        let recovered = try self.shelf(
            seal(3), seal(7, day: 1, readings: 2), seal(6, of: "b", day: 2, incarnation: 2, mark: "m2", begunAfter: 5, readings: 1))
        #expect(recovered.findings(aboutRestored: state(4)) == [])
        #expect(recovered.lastIncarnation(ofLog: Self.log) == 2 && recovered.lastIncarnation(ofLog: "other") == 0)
        // One that goes on with the history that the recovery has given up is not what was sealed.
        #expect(recovered.findings(aboutRestored: state(7)).map(\.file) == ["2.seal"])
    }

    @Test func `a month of readings may go after six months, not before`() throws {
        let shelf = try shelf(seal(7, readings: 4))
        #expect(shelf.findings(about: state(7, readings: 9, readingsFrom: 6, day: 182)) == [])
        let early = shelf.findings(about: state(7, readings: 9, readingsFrom: 6, day: 180))
        #expect(early == [.droppedEarly(file: "0.seal", position: 4)])
        // Up to the very reading: its hash is where the chain begins.
        #expect(shelf.findings(about: state(7, readings: 9, readingsFrom: 4, day: 1)) == [])
    }

    @Test func `a file that is no seal of a known key is refused, and the others are held all the same`() throws {
        let (stranger, good) = (try NoteSigner(name: "maintien.example.fr/seal", kind: .seal), try signer.note(seal(7)))
        let edited = Array(String(decoding: good.bytes, as: UTF8.self).replacing("\n7\n", with: "\n8\n").utf8)
        let cosigned = SignedNote(text: good.text, signatures: [try witness.signature(of: good.text, at: instant(0))])
        let wrongWitness = good.signed(by: try witness.signature(of: good.text + "x\n", at: instant(0)))
        let files: [(name: String, bytes: [UInt8])] = [
            ("edited", edited), ("strange", try stranger.note(seal(7)).bytes), ("cosigned", cosigned.bytes), ("wrong", wrongWitness.bytes),
            ("text", try SignedNote(text: "hello\n", signatures: []).signed(by: signer.signature(of: "hello\n", at: instant(0))).bytes),
            ("empty", []), ("good", good.bytes),
        ]
        let found = SealShelf(files, by: keys).findings(about: state(6))
        #expect(
            found == [
                .refused(file: "edited", .wrongSignature(name: "maintien.example.fr/seal")), .refused(file: "strange", .unsigned),
                .refused(file: "cosigned", .unsigned), .refused(file: "wrong", .wrongSignature(name: "witness.example.org/maintien")),
                .refused(file: "text", .noSeal), .refused(file: "empty", .noNote), .cutOff(file: "good", .events, sealed: 7, end: 6),
            ])
        for finding in found { #expect("\(finding)".contains(finding.file) && "\(finding)".hasSuffix(".")) }
    }
}
