public import Billing
import CivilTime
public import ContractService
import FoundationEssentials
import Postgres

extension ContractID {
    /// The contract of an account or a line.
    public init(_ contract: BilledContract) { self.init(UUID(bits: contract.bits)) }
}

extension BilledContract {
    /// A contract, as its account and its lines have it.
    public init(_ contract: ContractID) { self.init(bits: contract.uuid.bits) }
}

/// Short lists of runs, for pages: none reads more than it answers.
extension RunDesk {
    /// The names of the schemes that have parameters of money, in order.
    public var schemes: [String] { office.money.keys.sorted() }

    /// What a complete run holds, in order of contracts.
    ///
    /// - Parameters:
    ///   - contract: the last contract before these; `nil` for the first ones.
    ///   - limit: how many there may be.
    public func held(of run: Int, after contract: ContractID?, atMost limit: Int) async throws -> [HeldDebit] {
        try await reading { try StoredRows.held(of: run, after: contract?.uuid, atMost: limit, in: $0) }
    }

    /// The files of a complete run, in their order.
    ///
    /// - Parameters:
    ///   - file: the last file before these; `nil` for the first ones.
    ///   - limit: how many there may be.
    public func files(of recorded: RecordedRun, after file: String?, atMost limit: Int) async throws -> [PresentedFile] {
        let files = try await reading { try StoredRows.files(of: recorded.run.name, after: file, atMost: limit, in: $0) }
        guard recorded.cancelledBy != nil else { return files }
        return files.map { file in
            var file = file
            if file.state == .presented { file.state = .withdrawn }
            return file
        }
    }
}

extension StoredRows {
    /// The files of a run, in their order: an index by file gives them one after the other.
    ///
    /// - Parameter run: the run's name, with which the names of its files begin.
    fileprivate static func files(of run: String, after file: String?, atMost limit: Int, in session: Session) throws -> [PresentedFile] {
        try session.query(
            """
            SELECT f.file, f.collection_on, f.debits, f.amount, c.state, c.happened_on
            FROM (
                SELECT file, min(collection_on) AS collection_on, count(*) AS debits, sum(amount)::bigint AS amount FROM billing.debit
                WHERE file > \(file ?? "") AND file > \(run + "F") AND file < \(run + "G") GROUP BY file ORDER BY file LIMIT \(limit)
            ) f LEFT JOIN LATERAL (
                SELECT state, happened_on FROM billing.file_change WHERE file = f.file ORDER BY position DESC LIMIT 1
            ) c ON true
            ORDER BY f.file
            """
        ) { row in
            PresentedFile(
                id: try row.value(at: 0), collectionOn: Day(try row.value(at: 1, as: PostgresDate.self)),
                sum: DebitSum(count: try row.value(at: 2), amount: Money(cents: try row.value(at: 3))),
                state: try row.value(at: 4, as: String?.self).map(fileState) ?? .presented,
                changedOn: try row.value(at: 5, as: PostgresDate?.self).map { Day($0) })
        }
    }
}
