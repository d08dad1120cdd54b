import CivilTime
import Contracts
import JSON

/// What an employer is told of a contract.
extension DrawnContract {
    /// What a month comes to, without lines, reasons or family.
    ///
    /// - Parameter before: the contract as known at the instant compared with; the month is the employer's if it is so at either instant.
    /// - Throws: `contract.unknown` when the month is not theirs.
    mutating func cotisationAnswer(
        of id: ContractID, month: Month, comparedWith before: Comparison?, for employer: String
    ) throws(ServiceError) -> JSON {
        let cotisation = contract.cotisation(of: month, lines)
        let earlier = before?.contract.map { (contract: $0, cotisation: $0.cotisation(of: month)) }
        guard contract.belongs(cotisation, to: employer) || earlier.map({ $0.contract.belongs($0.cotisation, to: employer) }) ?? false
        else {
            throw .refused(.contractUnknown)
        }
        let adjustment = before.map { contract.adjustment(of: month, since: $0.contract).flows }
        // What the agent pays by themselves at one of the instants could be told from a difference.
        let showsAgentsDifference = ![cotisation, earlier?.cotisation].contains { $0?.collection.method == .directDebit }
        return .fields(
            [("contract", JSON(id)), ("month", JSON(month)), ("knownAt", JSON(contract.knownAt))],
            [
                ("due", .flows(cotisation.due, showsAgent: cotisation.collection.showsAgentToEmployer)),
                (
                    "collection",
                    ["method": JSON(cotisation.collection.method), "mandateMissing": .bool(cotisation.collection.mandateMissing)]
                ),
                ("adjustment", adjustment.map { .flows($0, showsAgent: showsAgentsDifference) }),
                ("comparedWith", before.map { JSON($0.knownAt) }),
            ])
    }
}

extension JSON {
    fileprivate static func flows(_ flows: Flows, showsAgent: Bool) -> JSON {
        .fields([
            ("employerToInsurerCents", JSON(flows.employerToInsurer.cents)),
            ("agentToInsurerCents", showsAgent ? JSON(flows.agentToInsurer.cents) : JSON?.none),
            ("employerToAgentCents", JSON(flows.employerToAgent.cents)),
        ])
    }
}
