import ContractService

/// A contract's version as a strong entity tag: `"7-9f2c1ab4"`, the version and the mark of the log's incarnation.
struct EntityTag: CustomStringConvertible {
    let version: Int
    /// The mark of the log's incarnation; nil, when unknown, gives the bare version, `"7"`.
    var logMark: String?

    var description: String { logMark.map { "\"\(version)-\($0)\"" } ?? "\"\(version)\"" }
}

extension EntityTag {
    /// Reads the text between the quotes; nil when it is no version.
    init?(opaque: Substring) {
        let parts = opaque.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let version = Int(parts[0]), version >= 0, String(version) == parts[0] else { return nil }
        self.version = version
        logMark = parts.count == 2 ? String(parts[1]) : nil
    }
}

extension VersionCondition {
    /// Reads the lines of an `If-Match` header: `*`, or a list of entity tags of which one must match. Nil when malformed.
    ///
    /// A weak tag never matches. A bare version (`"7"`) counts as a version of this log.
    /// - Parameter logMark: the mark of the log's incarnation; nil when unknown.
    init?(ifMatch lines: [String], logMark: String?) {
        guard let tags = EntityTagList(lines) else { return nil }
        guard case .tags(let tags) = tags else {
            self = .any
            return
        }
        let strong = tags.filter { !$0.isWeak }.compactMap { EntityTag(opaque: $0.opaque) }
        let (ours, others) = (strong.filter { $0.isOf(logMark) }, strong.filter { !$0.isOf(logMark) })
        self = .among(Set(ours.map(\.version)), namesOtherIncarnation: !others.isEmpty)
    }
}

extension EntityTag {
    fileprivate func isOf(_ mark: String?) -> Bool { logMark == nil || mark == nil || logMark == mark }
}
