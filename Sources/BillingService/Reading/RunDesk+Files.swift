import Billing
public import CivilTime
import ContractService
import FoundationEssentials
import JSON
import Postgres
import Vault

extension RunDesk {
    /// How many debits are read at a time.
    private static let debitPage = 1000

    /// A file of direct debits as the bank reads it, and how many debits it has. It names people and accounts.
    ///
    /// - Parameter instant: as known at an instant; `nil` for now.
    /// - Throws: `file.unknown`; whatever was known then, `file.withdrawn` when it is withdrawn now or its run is cancelled, and `run.inProgress` while it is
    ///   being cancelled: a second copy must not reach the bank. `ServiceError.personErased` when one of its people was erased.
    public func paymentFile(_ id: String, knownAt instant: Instant?) async throws -> (count: Int, text: StreamedText) {
        let (present, found) = try await serving { (try RunHistory.read(in: $0), try StoredRows.file(id, in: $0)) }
        let history = instant.map { present.known(at: $0) } ?? present
        guard let stored = found, let recorded = history[stored.run], recorded.outcome != nil, let money = office.money[recorded.run.scheme]
        else { throw BillingRefusal(.fileUnknown) }
        let run = recorded.run
        if stored.file.state == .withdrawn || present[run.number]?.cancelledBy != nil { throw BillingRefusal(.fileWithdrawn) }
        if present.open?.run.kind.cancels == run.number { throw BillingRefusal(.runInProgress) }
        let sum = try await serving { try StoredRows.sum(ofFile: id, in: $0) }
        let file = PaymentFile(
            id: id, of: run, sum: sum, collectionOn: stored.file.collectionOn, money.terms(on: run.asOf, knownAt: run.knownAt))
        // Before the answer begins: a file that lacks a debit is of no use.
        let isWhole = try await serving { session in
            var last = ""
            while true {
                let debits = try StoredRows.debits(ofFile: id, after: last, atMost: Self.debitPage, in: session).map(\.debit)
                guard let end = debits.last else { return true }
                let places = debits.map { (contract: UUID(bits: $0.contract.bits), endToEndId: $0.endToEndId) }
                if try Vault.countDirectDebits(places, in: session) < debits.count { return false }
                last = end.endToEndId
            }
        }
        if !isWhole { throw ServiceError.personErased() }
        let text = StreamedText { [self] take in
            try await take(file.head)
            var last = ""
            while true {
                let (bytes, next) = try await serving { [last, office] session in
                    try Self.debits(of: file, after: last, vault: office.vault, in: session)
                }
                guard let next else { break }
                try await take(bytes)
                last = next
            }
            try await take(file.tail)
        }
        return (sum.count, text)
    }

    /// The next debits of a file, and where they end; `nil` after the last.
    private static func debits(
        of file: PaymentFile, after last: String, vault: Vault, in session: Session
    ) throws -> (bytes: [UInt8], next: String?) {
        let debits = try StoredRows.debits(ofFile: file.id, after: last, atMost: debitPage, in: session).map(\.debit)
        let owners = debits.map { Vault.Owner(contract: UUID(bits: $0.contract.bits), person: .holder) }
        let opened = try vault.directDebits(of: owners, named: debits.map(\.endToEndId), in: session)
        if let owner = opened.damaged.first { throw VaultError.damaged(contract: owner.contract, person: owner.person) }
        // An attempt at the run that was killed can have left another contract's debit under the same identifier.
        let contents = Dictionary(
            uniqueKeysWithValues: try opened.records.compactMap { record in
                try KeptDebit(record).map { ($0, try JSON(parsing: record.content)) }
            })
        var bytes: [UInt8] = []
        for debit in debits {
            let content = contents[KeptDebit(contract: UUID(bits: debit.contract.bits), endToEndId: debit.endToEndId)]
            guard let name = content?["name"]?.string, let iban = content?["iban"]?.string,
                let piece = file.bytes(of: debit, name: name, iban: iban)
            else { throw ServiceError.personErased() }
            bytes += piece
        }
        return (bytes, debits.last?.endToEndId)
    }

    /// Reads with the rights of the service, to which the vault opens.
    func serving<Value: Sendable>(_ body: @escaping @Sendable (Session) throws -> Value) async throws -> Value {
        do { return try await commands.withSession(body) } catch { throw ServiceError(error) ?? error }
    }
}
