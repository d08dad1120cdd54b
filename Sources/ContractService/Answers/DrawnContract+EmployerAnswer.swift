import CivilTime
import Contracts
import JSON

/// The part of an answer that an employer may see.
extension DrawnContract {
    /// The amounts of a month, without lines, reasons or family.
    ///
    /// - Parameter before: the contract as known at the instant compared with. The employer may see the month if it is theirs at either
    ///   instant.
    /// - Throws: `contract.unknown` when the month is not this employer's.
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
        // A difference would reveal the amount that the agent pays directly at one of the instants.
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
