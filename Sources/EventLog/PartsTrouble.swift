/// Why the events are not moved into parts.
public enum PartsTrouble: Error, Hashable, CustomStringConvertible {
    /// They are stored in this many parts already.
    case isInParts(Int)
    /// Services have this many sessions in the database, or another session holds a lock on the log.
    case isInUse(sessions: Int)
    /// These objects of the database hang on the one table, which is dropped.
    case isReferred(by: [String])

    /// For the operator.
    public var description: String {
        switch self {
        case .isInParts(let count): "the log is stored in \(count) parts already, and their number cannot be changed"
        case .isInUse(0): "another session uses the log: end it first"
        case .isReferred(let objects):
            "these depend on log.event, which becomes another table: \(objects.joined(separator: "; ")). Drop them first, and make them again afterwards"
        case .isInUse(let sessions): "services use the log (sessions: \(sessions)): stop every service first"
        }
    }
}
