import CivilTime
import ContractService
import Contracts
import Crypto

/// The content of a paper about a contract, without names: these are read from the vault when the paper is shown.
///
/// A pure function of the contract as known, the kind and the day. It reveals neither the cause of an absence nor anybody's gender.
struct PaperContent: Hashable, Sendable {
    /// Somebody's cover.
    struct PersonCover: Hashable, Sendable {
        /// The beneficiary; nil for the holder.
        let person: BeneficiaryID?
        /// Their relation to the holder; nil for the holder.
        let relation: Relation?
        let bornOn: Day?
        /// The days from the first to the last day in force.
        let days: Period
        /// The gaps within `days`: months of portability with an overdue proof, or days without enrolment.
        let uncovered: [Period]
        /// The days within `days` that wait for a document, from the day of the paper on.
        let provisional: [Period]
    }

    /// Guarantees kept after employment.
    struct Portability: Hashable, Sendable {
        let days: Period
        /// N, before any cut.
        let months: Int
        let proofs: [Eligibility.MonthlyProof]
    }

    /// The cotisation of a month.
    struct Statement: Hashable, Sendable {
        let month: Month
        let decidedOn: Day
        let lines: [CotisationLine]
        let due: Flows
        let collection: CotisationCollection
        let unconfirmed: [String]
    }

    let kind: PaperKind
    let contract: ContractID
    /// The day of the paper; for a statement, the first of its month.
    let on: Day
    /// The scheme's name.
    let scheme: String?
    var people: [PersonCover] = []
    var option: Option?
    /// The days of a card.
    var validity: Period?
    /// Whether the holder accepts remote transmission; nil when unknown.
    var remoteTransmission: Bool?
    /// The last day of cover.
    var lastDay: Day?
    /// The day on which cover starts again afterwards, if known.
    var resumesOn: Day?
    var portability: Portability?
    var statement: Statement?
    /// Whether the content depends on a missing document or on an unconfirmed amount.
    var isProvisional = false

    /// The content, line by line. It has no erasable personal data, so that the paper of an erased person can still be verified.
    var canonical: [String] {
        var lines = ["\(kind) \(contract) \(on) \(scheme ?? "-") \(isProvisional ? "provisional" : "final")"]
        for person in people {
            lines.append(
                "person \(person.person.map { "\($0)" } ?? "holder") \(person.relation?.rawValue ?? "-") \(person.bornOn?.description ?? "-") \(person.days.text)"
            )
            lines += person.uncovered.map { "uncovered \($0.text)" }
            lines += person.provisional.map { "provisional \($0.text)" }
        }
        if let option { lines.append("option \(option.rawValue)") }
        if let validity { lines.append("valid \(validity.text)") }
        if let remoteTransmission { lines.append("remoteTransmission \(remoteTransmission)") }
        if let lastDay { lines.append("lastDay \(lastDay) \(resumesOn?.description ?? "-")") }
        if let portability {
            lines.append("portability \(portability.days.text) \(portability.months)")
            lines += portability.proofs.map { "proof \($0.month) \($0.state.rawValue) \($0.dueThrough)" }
        }
        if let statement {
            lines.append("month \(statement.month) \(statement.decidedOn)")
            lines += statement.lines.map { line in
                "line \(line.component.rawValue) \(line.beneficiary.map { "\($0)" } ?? "-") \(line.employerShare.cents) \(line.agentShare.cents)"
            }
            let due = statement.due
            lines.append("due \(due.employerToInsurer.cents) \(due.agentToInsurer.cents) \(due.employerToAgent.cents)")
            lines.append("collection \(statement.collection.method.rawValue) \(statement.collection.mandateMissing)")
            lines += statement.unconfirmed.map { "unconfirmed \($0)" }
        }
        return lines
    }

    /// SHA-256 of `canonical`.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(canonical.joined(separator: "\n").utf8))) }
}

extension Period {
    fileprivate var text: String { "\(from?.description ?? "-")..\(through?.description ?? "-")" }
}
