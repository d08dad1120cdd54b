import CivilTime
import ContractService
import Contracts
import JSON
import Portfolio

/// A line of the worklist, from the portfolio's answer.
struct WorkRow: Sendable {
    let contract: ContractID
    /// The beneficiary concerned; nil for the holder.
    let beneficiary: BeneficiaryID?
    /// The due day; for a pair of people, the day on which it was found.
    let dueOn: Day
    let matter: Matter

    /// The subject of the line.
    enum Matter: Sendable {
        /// A deadline of the contract.
        case deadline(WorkKind)
        /// The person may be the same as another one.
        case duplicate(id: ContractID, of: ContractID, BeneficiaryID?)
    }

    /// Reads a line of the answer.
    init?(_ line: JSON) {
        guard let contract = line["contract"]?.string.flatMap({ ContractID($0) }), let dueOn = line["dueOn"]?.string.flatMap({ Day($0) }),
            let kind = line["kind"]?.string
        else { return nil }
        self.contract = contract
        self.dueOn = dueOn
        beneficiary = line["beneficiary"]?.string.flatMap { BeneficiaryID($0) }
        if let kind = WorkKind(rawValue: kind) {
            matter = .deadline(kind)
        } else {
            guard let id = line["duplicate"]?.string.flatMap({ ContractID($0) }),
                let other = line["otherContract"]?.string.flatMap({ ContractID($0) })
            else { return nil }
            matter = .duplicate(id: id, of: other, line["otherBeneficiary"]?.string.flatMap { BeneficiaryID($0) })
        }
    }

    /// The line for a reminder.
    init(_ reminder: Reminder) {
        contract = reminder.contract
        beneficiary = reminder.person.beneficiary
        dueOn = reminder.dueOn
        matter = .deadline(reminder.kind)
    }

    /// The contracts in the line.
    var contracts: [ContractID] {
        if case .duplicate(_, let other, _) = matter { [contract, other] } else { [contract] }
    }
}

extension BackOffice {
    /// The lines of an answer about all contracts, and the start of its next page.
    func lines(of inquiry: Inquiry) async throws -> (lines: [JSON], next: String?) {
        let answer: PortfolioAnswer
        var bytes: [UInt8] = []
        do {
            answer = try await portfolio.answer(inquiry)
            for try await chunk in answer.chunks { bytes += chunk }
        } catch PortfolioError.badCursor {
            throw PageTrouble.notFound
        } catch is PortfolioError { throw ServiceError.unavailable(retryAfterSeconds: 2) }
        return (try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }, answer.next)
    }
}
