public import ContractService
public import CivilTime
import Contracts

/// The result of verifying a reference.
public enum PaperVerdict: Hashable, Sendable {
    /// The reference has a copying error.
    case miscopied
    /// The service did not make this reference.
    case foreign
    /// The log no longer agrees with the reference.
    case altered(PaperReference)
    /// The paper is the service's.
    ///
    /// - Parameters:
    ///   - knownAt: an instant with exactly the knowledge of the paper.
    ///   - holds: whether the content is still true as known now.
    case genuine(PaperReference, of: ContractID, knownAt: Instant, holds: Bool)

    /// The name of the result in answers to programs.
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
