import ArgumentParser
import FoundationEssentials
import Glibc

/// The directory of an export. It has its name once it is whole; until then it is `NAME.partial`.
///
/// Nobody else can read it. What is killed leaves the partial directory, without a manifest; the next export to the same place names it.
struct ExportDirectory {
    private let path: String
    private let partial: String
    /// For files in it.
    let descriptor: Int32

    /// Makes the partial directory.
    ///
    /// - Throws: when something stands at `path` but an empty directory, or the partial directory is there already.
    init(_ path: String) throws {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard !["", ".", ".."].contains(name) else {
            throw ValidationError("\(path) cannot be exported to: name a directory that is not there yet.")
        }
        let files = FileManager.default
        if let attributes = try? files.attributesOfItem(atPath: path) {
            guard attributes[.type] as? FileAttributeType == .typeDirectory, try files.contentsOfDirectory(atPath: path).isEmpty else {
                throw ValidationError("\(path) is there already, and no empty directory: an export makes a new one.")
            }
        }
        self.path = path
        partial = path + ".partial"
        guard mkdir(partial, 0o700) == 0 else {
            guard errno == EEXIST else { throw ExportFile.trouble(partial) }
            throw VerbTrouble("\(partial) is there already: an export is writing it, or was killed. If it was, remove it first.")
        }
        descriptor = open(partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw ExportFile.trouble(partial) }
    }

    /// Gives the directory its name. All files must be on the disk.
    func finish() throws {
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw ExportFile.trouble(path) }
        close(descriptor)
        let parent = open(path + "/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }
        fsync(parent)
        close(parent)
    }

    /// Removes the partial directory with its files.
    func discard() {
        close(descriptor)
        try? FileManager.default.removeItem(atPath: partial)
    }
}
