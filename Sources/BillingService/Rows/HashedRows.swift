/// A table of the rows that a run makes.
enum HashedRows: String, CaseIterable {
    case line, prescribed, held, debit, credit, entry, posting
    case employerBalance = "employer_balance"

    /// Its columns, in the order in which they are hashed.
    var columns: String {
        switch self {
        case .line:
            "run, contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent, events, parameters"
        case .prescribed: "run, contract_id, month, employer, employer_to_insurer, agent_to_insurer, employer_to_agent"
        case .held: "run, contract_id, amount, reason"
        case .credit: "run, contract_id, amount, since"
        case .debit:
            """
            run, end_to_end_id, file, contract_id, mandate_reference, registration, signed_on, amended, sequence_type, amount, collection_on, notify_by
            """
        case .entry: "source, place, journal, place_in_journal, counts_on, happened_on, month, kind, reference"
        case .posting: "source, place, part, account, employer, contract_id, amount"
        case .employerBalance: "run, employer, amount"
        }
    }

    /// Whether the event of each run says the hash of these rows. Runs of earlier releases have no rows of credits or of balances, and no hash of them.
    var isOfEachRun: Bool { self != .credit && self != .employerBalance }

    /// The order in which a run's rows are hashed.
    var order: String {
        switch self {
        case .line, .prescribed: "contract_id, month, employer COLLATE \"C\" NULLS LAST"
        case .held, .credit: "contract_id"
        case .debit: "end_to_end_id"
        case .entry: "place"
        case .posting: "place, part"
        case .employerBalance: "employer"
        }
    }
}
