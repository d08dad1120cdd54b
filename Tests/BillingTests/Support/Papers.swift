import Foundation

/// Where tests leave the papers that they make, for `ops/papers` to hold them to the schemas of others.
enum Papers {
    /// Writes a paper into the folder that MAINTIEN_PAPERS names; does nothing without it.
    static func keep(_ text: String, as name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["MAINTIEN_PAPERS"] else { return }
        try Data(text.utf8).write(to: URL(filePath: folder).appending(path: name))
    }
}
