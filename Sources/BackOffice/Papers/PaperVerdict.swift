public import ContractService
public import CivilTime
import Contracts

/// What a reference says of the paper that carries it.
public enum PaperVerdict: Hashable, Sendable {
    /// The reference was copied with a slip.
    case miscopied
    /// The service made no such reference.
    case foreign
    /// The log does not say any more what the reference vouches for.
    case altered(PaperReference)
    /// The paper is the service's.
    ///
    /// - Parameters:
    ///   - knownAt: an instant at which exactly what the paper is drawn from was known.
    ///   - holds: whether what it says is still what is known.
    case genuine(PaperReference, of: ContractID, knownAt: Instant, holds: Bool)

    /// The word for it in answers to programs.
    public var name: String {
        switch self {
        case .miscopied: "miscopied"
        case .foreign: "foreign"
        case .altered: "altered"
        case .genuine(_, _, _, holds: true): "genuine"
        case .genuine(_, _, _, holds: false): "outdated"
        }
    }
}
