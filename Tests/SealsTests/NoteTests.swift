import CivilTime
import Crypto
import Foundation
import Testing

@testable import Seals

/// Notes are those of C2SP: other programs prove ours, and we prove theirs.
@Suite struct NoteTests {
    /// From the documentation of `golang.org/x/mod/sumdb/note`, and from C2SP's `signed-note`.
    static let published: [(key: String, note: String)] = [
        (
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """
        ),
        (
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

            """
        ),
    ]

    @Test(arguments: published)
    func `a published note is proved by its published key, and not when a byte of it is changed`(key: String, note: String) throws {
        let verifier = try NoteVerifier(parsing: key)
        #expect(verifier.text == key)
        let read = try SignedNote(parsing: Array(note.utf8))
        #expect(read.bytes == Array(note.utf8))
        let signature = try #require(read.signatures.first)
        #expect(verifier.hasMade(signature) && verifier.proves(signature, of: read.text))
        #expect(!verifier.proves(signature, of: read.text.replacing("i", with: "j")))
    }

    @Test func `a published private key makes the published signature`() throws {
        let signer = try NoteSigner(parsing: "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
        #expect(signer.verifier.text == Self.published[0].key)
        #expect(signer.secretText == "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
        let note = try SignedNote(parsing: Array(Self.published[0].note.utf8))
        // Ed25519 has one signature of a text.
        #expect(try SignedNote(text: note.text, signatures: []).signed(by: signer.signature(of: note.text, at: .zero)) == note)
        #expect(!"\(signer) \(String(reflecting: signer))".contains("AYEKFALV"))
    }

    /// As the specification of `tlog-cosignature` tells: the key's id, eight bytes of seconds, and what is signed.
    @Test func `a cosignature is that of the specification`() throws {
        let witness = try NoteSigner(name: "witness.example.com/w1", kind: .cosignature)
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        let signature = try witness.signature(of: text, at: Instant(microseconds: 1_679_315_147_999_999))
        #expect(signature.bytes.count == 72)
        #expect(signature.bytes.prefix(8) == [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCB])
        #expect(signature.cosignedAt == Instant(microseconds: 1_679_315_147_000_000))
        let encoded = try #require(witness.verifier.text.split(separator: "+", maxSplits: 2).last)
        let material = try #require(Data(base64Encoded: String(encoded)))
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: material.dropFirst())
        #expect(key.isValidSignature(signature.bytes.dropFirst(8), for: Array("cosignature/v1\ntime 1679315147\n\(text)".utf8)))
        let id = SHA256.hash(data: Array("witness.example.com/w1\n".utf8) + Array(material)).prefix(4)
        #expect(material.first == 4 && signature.keyID == Array(id))
        #expect(witness.verifier.proves(signature, of: text) && !witness.verifier.proves(signature, of: text + "x\n"))
        // The instant is signed too.
        let later = NoteSignature(
            name: signature.name, keyID: signature.keyID, bytes: [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCC] + signature.bytes.dropFirst(8))
        #expect(!witness.verifier.proves(later, of: text))
    }

    @Test(arguments: [
        "", "text\n", "text\n\n", "text\n\n\n", "text\n\n— a AAAAAAA=", "text\n\n- a AAAAAAA=\n", "text\n\n— a b AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n", "text\n\n— a AAAA\n", "text\n\n— a AAAAAAA\n", "text\n\n— a AAAAAAB=\n", "te\u{1}xt\n\n— a AAAAAAA=\n",
        "text\r\n\n— a AAAAAAA=\n", "text\n\n— a AAAAAAA=\nmore\n", "text\n\n— a\u{A0}b AAAAAAA=\n",
        String(repeating: "x", count: 17 << 10) + "\n\n— a AAAAAAA=\n",
    ])
    func `what is no note is refused`(text: String) {
        #expect(throws: NoteTrouble.noNote) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test func `bytes that are no text are refused, and a text may have empty lines`() throws {
        #expect(throws: NoteTrouble.noNote) { try SignedNote(parsing: [0xFF] + Array("\n\n— a AAAAAAA=\n".utf8)) }
        let note = try SignedNote(parsing: Array("a\n\nb\n\n\n— a AAAAAAA=\n".utf8))
        #expect(note.text == "a\n\nb\n\n" && note.signatures.map(\.name) == ["a"])
    }

    @Test(arguments: [
        "", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    ])
    func `what is no key is refused`(text: String) {
        #expect(throws: NoteTrouble.self) { try NoteVerifier(parsing: text) }
        #expect(throws: NoteTrouble.self) { try NoteSigner(parsing: "PRIVATE+KEY+" + text) }
        #expect(throws: NoteTrouble.self) { try SealKeys(parsing: "# a key\n\(text)\n") }
    }

    @Test(arguments: ["", "a b", "a+b", "a\nb", "a\u{2003}b"])
    func `a key has a name without spaces and plus`(name: String) {
        #expect(throws: NoteTrouble.malformedName) { try NoteSigner(name: name, kind: .seal) }
    }
}

extension Instant {
    fileprivate static let zero = Instant(microseconds: 0)
}
