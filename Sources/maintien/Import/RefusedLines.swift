import ContractService
import Glibc
import JSON

/// The file of refused lines. Replaces the file of an earlier run; without refused lines there is no file.
final class RefusedLines {
    private let path: String
    private var file: UnsafeMutablePointer<FILE>?

    init(at path: String) throws {
        self.path = path
        guard unlink(path) == 0 || errno == ENOENT else { throw trouble }
    }

    deinit { if let file { fclose(file) } }

    /// Adds the line of an answer if it was refused.
    func add(_ answer: BulkAnswer) throws {
        guard let refusal = RefusedLine(answer) else { return }
        // Creates a new file only, since somebody could have put a link here meanwhile.
        if file == nil { file = fopen(path, "wxe") }
        let line = refusal.json.bytes() + [0x0A]
        guard let file, fwrite(line, 1, line.count, file) == line.count else { throw trouble }
    }

    /// Closes the file.
    ///
    /// - Returns: the path; `nil` when there is no file.
    func close() throws -> String? {
        guard let file else { return nil }
        self.file = nil
        guard fclose(file) == 0 else { throw trouble }
        return path
    }

    private var trouble: VerbTrouble {
        VerbTrouble("The file \(path) of refused lines cannot be written: \(String(cString: strerror(errno))).")
    }
}
