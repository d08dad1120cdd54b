import Access
import ContractService
import Postgres

extension Settings {
    /// Runs `body` with the questions about one contract and their store. Turns refusals into texts for the terminal.
    func withQuestions<T: Sendable>(_ body: (ContractQuestions, Store) async throws -> T) async throws -> T {
        let schemes = try SchemeFiles.schemes(self)
        let store = try await Store.forQuestions(self)
        do {
            return try await store.use(store.service) { pool in
                try await body(ContractQuestions(database: pool, schemes: schemes, clock: SystemClock()), store)
            }
        } catch let error as ServiceError {
            throw VerbTrouble(error.words)
        } catch let trouble as CallerRegister.Trouble {
            throw VerbTrouble(Self.words(trouble))
        }
    }

    /// A contract as known at `knownAt`, with the names of its people if there is a `reader`.
    ///
    /// - Parameter reader: a caller of the register; nil shows no names.
    func namedContract(_ id: ContractID, knownAt: KnownAt, reader: String?) async throws -> NamedContract {
        try await withQuestions { questions, store in
            let contract = try await questions.contract(id, knownAt: knownAt)
            guard let reader else { return NamedContract(contract: contract, names: PeopleNames()) }
            return NamedContract(contract: contract, names: try await PeopleNames(of: contract, for: reader, self, on: store))
        }
    }
}
