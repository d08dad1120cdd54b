import ContractService
import Glibc
import JSON

/// The file of the lines that were refused. What an earlier run left there is removed; a run that refuses nothing leaves none.
final class RefusedLines {
    private let path: String
    private var file: UnsafeMutablePointer<FILE>?

    init(at path: String) throws {
        self.path = path
        guard unlink(path) == 0 || errno == ENOENT else { throw trouble }
    }

    deinit { if let file { fclose(file) } }

    /// Adds a line that was refused.
    func add(_ answer: BulkAnswer) throws {
        guard let refusal = RefusedLine(answer) else { return }
        // Only a file of our own making: somebody else could put a link here meanwhile.
        if file == nil { file = fopen(path, "wxe") }
        let line = refusal.json.bytes() + [0x0A]
        guard let file, fwrite(line, 1, line.count, file) == line.count else { throw trouble }
    }

    /// Ends the file.
    ///
    /// - Returns: where it is; `nil` when there is none.
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
