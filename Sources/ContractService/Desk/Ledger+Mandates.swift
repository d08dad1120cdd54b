import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials

extension Ledger {
    /// The references of mandates that facts register, and that must be no other contract's. None for schemes without a creditor.
    func mandateClaims(of facts: [Fact], on contract: Contract, _ id: UUID) -> [MandateClaim] {
        let references = facts.compactMap { if case .mandateRegistration(let fact) = $0 { fact.mandateReference } else { nil } }
        if references.isEmpty { return [] }
        // A correction may affiliate to another scheme and register at once.
        let joined = facts.compactMap { fact -> String? in
            if case .affiliation(let fact) = fact { fact.scheme } else if case .exemption(let fact) = fact { fact.scheme } else { nil }
        }
        let schemes = creditors.sharing(with: Set(contract.schemeName.pieces.compactMap(\.value) + joined))
        return schemes.isEmpty ? [] : references.map { MandateClaim(reference: $0, contract: id, schemes: schemes) }
    }
}

extension Command {
    /// The refusal of a registration under a reference that another contract has.
    func refusal(for claim: MandateClaim) -> ServiceError {
        let account = secrets.first { $0.kind == .bankDetails(mandateReference: claim.reference) }
        let folder = account.map { $0.pointer.dropLast("/iban".count) } ?? ""
        return .mandateTaken(pointer: "\(folder)/mandateReference")
    }
}
