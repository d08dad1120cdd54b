/// What seals show: a log that was changed, or a seal that was.
public enum SealFinding: Hashable, Sendable {
    /// The file is no seal, was changed, or is signed by nobody known.
    case refused(file: String, NoteTrouble)
    /// The seal is of another log.
    case foreign(file: String, log: String)
    /// Two seals of one log cannot both be true of it.
    case fork(file: String, other: String)
    /// The chain ends before the place that is sealed.
    case cutOff(file: String, SealedChain, sealed: Int64, end: Int64)
    /// The chain has another hash at the place that is sealed.
    case rewritten(file: String, SealedChain, position: Int64)
    /// Readings that were sealed less than six months ago were dropped.
    case droppedEarly(file: String, position: Int64)
    /// The log is of an earlier incarnation than one that was sealed.
    case olderCopy(file: String, incarnation: Int, sealed: Int)
    /// The log is another copy that counts its incarnation alike.
    case otherCopy(file: String, incarnation: Int)
    /// A later incarnation began before the place that is sealed, and no seal of it tells that somebody knows.
    case lost(file: String, position: Int64, begunAfter: Int64)
}

extension SealFinding {
    /// The file of the seal.
    public var file: String {
        switch self {
        case .refused(let file, _), .foreign(let file, _), .fork(let file, _), .cutOff(let file, _, _, _), .rewritten(let file, _, _),
            .droppedEarly(let file, _), .olderCopy(let file, _, _), .otherCopy(let file, _), .lost(let file, _, _):
            file
        }
    }

    /// What it is, in one word, for programs.
    public var name: String {
        switch self {
        case .refused: "refused"
        case .foreign: "foreign"
        case .fork: "fork"
        case .cutOff: "cutOff"
        case .rewritten: "rewritten"
        case .droppedEarly: "droppedEarly"
        case .olderCopy: "olderCopy"
        case .otherCopy: "otherCopy"
        case .lost: "lost"
        }
    }
}

extension SealFinding: CustomStringConvertible {
    /// For the operator: a sentence.
    public var description: String {
        switch self {
        case .refused(let file, let trouble): "The file \(file) \(trouble)."
        case .foreign(let file, let log): "The seal \(file) is of another log, \(log)."
        case .fork(let file, let other): "The seals \(other) and \(file) cannot both be true: the log has two histories."
        case .cutOff(let file, let chain, let sealed, let end):
            "The end of \(chain.words) was cut off: it ends at \(end), and \(file) seals it up to \(sealed)."
        case .rewritten(let file, let chain, let position):
            "Not the history that was sealed: at \(position) \(chain.words) has another hash than \(file) says. It was rewritten, or grew from a copy."
        case .droppedEarly(let file, let position):
            "The access log was dropped early: \(file) seals its reading \(position), which is less than six months old."
        case .olderCopy(let file, let incarnation, let sealed):
            "The log is an older copy, of incarnation \(incarnation): \(file) seals incarnation \(sealed)."
        case .otherCopy(let file, let incarnation):
            "The log is another copy than the one that \(file) seals: both count as incarnation \(incarnation)."
        case .lost(let file, let position, let begunAfter):
            "Events after \(begunAfter) are lost: \(file) seals the log up to \(position), and a later incarnation begins after \(begunAfter)."
        }
    }
}
