import ContractService

/// A contract with the names of its people, if these may be shown.
struct NamedContract: Sendable {
    let contract: KnownContract
    let names: PeopleNames
}
