import ContractService
import Contracts
import DatabaseSchema
import FoundationEssentials
import Glibc
import Postgres
import Vault

/// A contract service with its pools, on a store.
struct Service {
    let contracts: ContractService
    private let commands: Database
    private let reads: Database

    /// Opens the vault and the pools.
    ///
    /// - Throws: what is missing: a migration, the right master key.
    init(on store: Store, masterKey: MasterKey, schemes: Schemes, clock: any ServiceClock) async throws {
        let commands = Database(store.service, connections: 3)
        var readOnly = store.service
        readOnly.isReadOnly = true
        let reads = Database(readOnly, connections: 6, queueLimit: 1024)
        self.commands = commands
        self.reads = reads
        do {
            let pending = try await commands.withSession { session in try Migrator().pending(in: session) }
            guard pending.isEmpty else {
                throw Trouble(
                    "The database lacks \(pending.map(\.name).joined(separator: ", ")): run `maintien migrate` as its owner.")
            }
            let vault = try await commands.withSession { session in try Vault.open(masterKey, in: session) }
            contracts = ContractService(commands: commands, reads: reads, vault: vault, schemes: schemes, clock: clock)
        } catch {
            await commands.shutdown()
            await reads.shutdown()
            throw error
        }
    }

    /// Answers what was taken, then lets go of the database.
    func close() async {
        await contracts.drain()
        await commands.shutdown()
        await reads.shutdown()
    }
}
