import Billing
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import JSON
import Postgres

/// A table of a complete run, for answers of any length.
public enum RunTable: String, CaseIterable, Sendable {
    /// What is asked for.
    case lines
    /// What is not called because its time is over.
    case prescribed
    /// What agents owe and are not debited for.
    case held
    /// What agents are debited for.
    case directDebits = "direct-debits"

    /// The names of its columns.
    public var columns: [String] {
        switch self {
        case .lines: ["contract", "month", "employer", "origin"] + Self.flows + ["events", "parameters"]
        case .prescribed: ["contract", "month", "employer"] + Self.flows
        case .held: ["contract", "amountCents", "reason"]
        case .directDebits:
            [
                "endToEndId", "file", "contract", "mandateReference", "signedOn", "amended", "sequenceType", "amountCents", "collectionOn",
                "notifyBy",
            ]
        }
    }

    private static let flows = ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"]

    /// How many contracts or debits a page has.
    private static let page = 2000

    /// Some rows of a run, with the members in the order of ``columns``.
    ///
    /// - Parameter last: the cursor of the page before; `nil` for the first page.
    /// - Returns: no rows after the last page.
    func page(of run: Int, after last: String?, in session: Session) throws -> (rows: [JSON.Object], next: String?) {
        let contract = last.flatMap { UUID(text: $0) }
        switch self {
        case .lines:
            let lines = try StoredRows.lines(of: run, after: contract, atMost: Self.page, in: session)
            return (lines.map { JSON.Object($0.members) }, lines.last?.contract.description)
        case .prescribed:
            let amounts = try StoredRows.prescribed(of: run, after: contract, atMost: Self.page, in: session)
            return (amounts.map { JSON.Object($0.members) }, amounts.last?.contract.description)
        case .held:
            let held = try StoredRows.held(of: run, after: contract, atMost: Self.page, in: session)
            return (held.map { JSON.Object($0.members) }, held.last?.contract.description)
        case .directDebits:
            let debits = try StoredRows.debits(of: run, after: last ?? "", atMost: Self.page, in: session).map(\.debit)
            return (debits.map { JSON.Object($0.members) }, debits.last?.endToEndId)
        }
    }
}

extension CallLine {
    fileprivate var members: [(String, JSON)] {
        [("contract", .string(contract.description)), ("month", .string(month.description)), ("employer", JSON(payer.employer))] + said
    }

    /// The members beside contract, month and payer.
    var said: [(String, JSON)] {
        [("origin", .string(origin.rawValue))] + flows.members + [
            ("events", .array(learnt.events.map { JSON($0) })), ("parameters", .array(learnt.parameters.map { .string($0.description) })),
        ]
    }
}

extension PrescribedAmount {
    fileprivate var members: [(String, JSON)] {
        [("contract", .string(contract.description)), ("month", .string(month.description)), ("employer", JSON(payer.employer))]
            + flows.members
    }
}

extension HeldDebit {
    fileprivate var members: [(String, JSON)] {
        [("contract", .string(contract.description)), ("amountCents", JSON(amount.cents)), ("reason", .string(reason.rawValue))]
    }
}

extension DirectDebit {
    fileprivate var members: [(String, JSON)] {
        [
            ("endToEndId", .string(endToEndId)), ("file", .string(file)), ("contract", .string(contract.description)),
            ("mandateReference", .string(mandate.reference)), ("signedOn", .string(mandate.signedOn.description)),
            ("amended", .bool(isAmended)), ("sequenceType", .string(sequenceType.rawValue)), ("amountCents", JSON(amount.cents)),
            ("collectionOn", .string(days.collectionOn.description)), ("notifyBy", .string(days.notifyBy.description)),
        ]
    }
}
