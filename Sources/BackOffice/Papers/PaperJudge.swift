public import ContractService
import CivilTime
import Contracts

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
