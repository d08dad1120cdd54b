import Billing
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import Portfolio

/// What a run reads of some contracts, beside the events of those whose rows do not tell all.
struct PortionRows: Sendable {
    /// A contract.
    struct Member: Sendable {
        let due: DueContract
        /// What was learnt of it since the last run in force.
        let learnt: Learnt
        /// Whether nothing was, so that its lines before need not be read.
        let isSettled: Bool
        /// Whether one of its facts names the run's scheme.
        let isOurs: Bool
    }

    /// The contracts in order of their identifiers; none after the last.
    let contracts: [Member]
    /// Those that name several schemes: a row does not tell of which its months are.
    let known: [UUID: Contract]
    /// The lines before, of contracts that are not settled.
    let called: [CallLine]
    /// What the last run in force states as prescribed, if there are settled contracts.
    let prescribed: [UUID: [PrescribedAmount]]
    /// The agents' balances before the run.
    let balances: [UUID: Money]
}
