import ArgumentParser
import FoundationEssentials
import Glibc
import Seals

extension NoteSigner {
    /// The private key in a file that only its owner may read.
    static func secret(at path: String, of kind: NoteKeyKind) throws -> NoteSigner {
        try SecretFile.check(path, holding: "a private key")
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw VerbTrouble("The private key \(path) cannot be read.")
        }
        do throws(NoteTrouble) {
            let signer = try NoteSigner(parsing: String(text.split(whereSeparator: \.isNewline).first ?? ""))
            guard signer.verifier.kind == kind else { throw .malformedKey }
            return signer
        } catch { throw VerbTrouble("The file \(path) \(error).") }
    }

    /// Makes a key in a new file, and returns its public key. A file that is there stays as it is.
    static func make(named name: String, of kind: NoteKeyKind, at path: String) throws -> String {
        let signer: NoteSigner
        do throws(NoteTrouble) { signer = try NoteSigner(name: name, kind: kind) } catch {
            throw ValidationError("--make-key takes a name without white space and plus sign, such as maintien.example.fr/seal.")
        }
        let bytes = Array((signer.secretText + "\n").utf8)
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw VerbTrouble("The file \(path) cannot be made, or is there already: it stays as it is.") }
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten else { throw VerbTrouble("The file \(path) cannot be written.") }
        return signer.verifier.text
    }
}

extension SealKeys {
    /// The public keys in a file.
    static func file(at path: String) throws -> SealKeys {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw VerbTrouble("The file of public keys \(path) cannot be read.")
        }
        do throws(NoteTrouble) { return try SealKeys(parsing: text) } catch {
            throw VerbTrouble("The file of public keys \(path) \(error).")
        }
    }
}
