public import JSON
import Portfolio
import Postgres
import Synchronization
import Vault

extension RunDesk {
    /// A run as an answer. An open one tells why this process could not make it yet.
    public func json(of recorded: RecordedRun) -> JSON {
        guard recorded.outcome == nil, let failed = failure.withLock({ $0 }), failed.source == recorded.source,
            let fields = recorded.json.object?.members
        else { return recorded.json }
        let words =
            switch failed.error {
            case let error as VaultError: error.description
            case let error as DamagedRow: "a row is damaged: \(error.description)"
            case let error as DamagedDues:
                "the projections of contract \(error.contract.text) are damaged: maintien rebuild --force makes them again"
            case is PortfolioError: "the projections are not there or are behind the log"
            default: "the log of the service has the error"
            }
        return .object(JSON.Object(fields.map { ($0.key, $0.value) } + [("failure", .string(words))]))
    }
}
