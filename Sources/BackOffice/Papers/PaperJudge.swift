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

/// Judges papers by their references: each is made again from the log, as it was known then, and as it is known now.
///
/// Names are no part of what is compared: a paper of somebody who changed their name, or was erased, is judged all the same.
public struct PaperJudge: Sendable {
    private let key: PaperKey
    private let records: any RecordReading

    /// A judge.
    public init(key: PaperKey, records: any RecordReading) {
        self.key = key
        self.records = records
    }

    /// Judges the paper that carries a reference.
    ///
    /// - Throws: `ServiceError` when the log cannot be read.
    public func judge(_ text: String) async throws -> PaperVerdict {
        let reference: PaperReference
        do throws(PaperReference.Unreadable) { reference = try PaperReference(text, under: key) } catch {
            return error == .foreign ? .foreign : .miscopied
        }
        guard let contract = try await records.contract(ofEventAt: reference.position) else { return .altered(reference) }
        return Self.judge(reference, in: try await records.record(of: contract, knownAt: .now))
    }

    static func judge(_ reference: PaperReference, in record: ContractRecord) -> PaperVerdict {
        guard let paper = (try? StampedPaper(reference, in: record)) ?? nil, paper.reference == reference else {
            return .altered(reference)
        }
        let now = try? PaperContent(reference.kind, of: record.id, record.present, on: reference.on)
        return .genuine(reference, of: record.id, knownAt: paper.knownAt, holds: now == paper.content)
    }
}
