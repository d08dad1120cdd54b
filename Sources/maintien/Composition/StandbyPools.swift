import ContractService
import Postgres

/// The connection pools of a standby, and the watch that proves how old its answers are.
struct StandbyPools: Sendable {
    /// For questions about one contract.
    let reads: Database
    /// For streamed answers about all contracts.
    let streams: Database
    /// For pages of them.
    let pages: Database
    let watch: StandbyWatch
    private let samples: Database
    private let trials: Database

    /// - Parameter samples: a pool for samples of the primary's head.
    init(_ standby: ReadStore, samples: Database) {
        self.samples = samples
        let configuration = standby.configuration.admittingRecovered
        reads = Database(configuration.plannedOnce, connections: 6, queueLimit: 1024)
        streams = Database(configuration.withoutLimits, connections: 4, queueLimit: 256)
        var patient = configuration
        // A request has time left for the primary's answer.
        patient.statementTimeout = .seconds(10)
        pages = Database(patient, connections: 4, queueLimit: 256)
        trials = Database(configuration.plannedOnce, connections: 1)
        watch = StandbyWatch(primary: samples, standby: trials, maxStaleness: standby.maxStaleness)
    }

    /// All pools, to be shut down.
    var all: [Database] { [samples, reads, streams, pages, trials] }
}
