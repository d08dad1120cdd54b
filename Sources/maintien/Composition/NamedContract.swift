import Access
import ContractService
import Postgres

/// A contract, with the names of its people where they may be shown.
struct NamedContract: Sendable {
    let contract: KnownContract
    let names: PeopleNames
}
