public import ContractService
import CivilTime
import Contracts

/// Verifies papers by their references. Each paper is made again from the log, as known then and as known now.
///
/// Names are not compared: a paper stays verifiable after a change of name or an erasure.
public struct PaperJudge: Sendable {
    private let key: PaperKey
    private let records: any RecordReading

    /// A judge with the key of the references.
    public init(key: PaperKey, records: any RecordReading) {
        self.key = key
        self.records = records
    }

    /// Verifies the paper with a reference.
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
