import Billing
import FoundationEssentials
import Postgres

/// The lines of all runs before, contract by contract in their order.
struct CalledLines {
    private var rest: ArraySlice<CallLine>

    init(_ lines: [CallLine]) { rest = lines[...] }

    /// The sums of a contract's lines. Contracts are asked for in order.
    mutating func sums(of contract: UUID) -> FlowsByPayer {
        let id = BilledContract(bits: contract.bits)
        rest = rest.drop { $0.contract < id }
        let own = rest.prefix { $0.contract == id }
        if own.isEmpty { return .nothing }
        rest = rest[own.endIndex...]
        return FlowsByPayer(of: own)
    }
}
