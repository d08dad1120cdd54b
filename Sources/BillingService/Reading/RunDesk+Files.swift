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
    /// - Throws: `file.unknown`; `ServiceError.personErased` when one of its people was erased.
    public func paymentFile(_ id: String, knownAt instant: Instant?) async throws -> (count: Int, text: StreamedText) {
        let history = try await known(at: instant)
        guard let stored = try await serving({ try StoredRows.file(id, in: $0) }), let recorded = history[stored.run],
            recorded.outcome != nil, let money = office.money[recorded.run.scheme]
        else { throw BillingRefusal(.fileUnknown) }
        let run = recorded.run
        let file = PaymentFile(
            id: id, of: run, sum: stored.sum, collectionOn: stored.file.collectionOn, money.terms(on: run.asOf, knownAt: run.knownAt))
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
        return (stored.sum.count, text)
    }

    /// The next debits of a file, and where they end; `nil` after the last.
    private static func debits(
        of file: PaymentFile, after last: String, vault: Vault, in session: Session
    ) throws -> (bytes: [UInt8], next: String?) {
        let debits = try StoredRows.debits(ofFile: file.id, after: last, atMost: debitPage, in: session).map(\.debit)
        let owners = debits.map { Vault.Owner(contract: UUID(bits: $0.contract.bits), person: .holder) }
        let records = try vault.directDebits(of: owners, named: debits.map(\.endToEndId), in: session)
        let contents = Dictionary(
            uniqueKeysWithValues: try records.compactMap { record -> (String, JSON)? in
                guard case .directDebit(let endToEndId) = record.kind else { return nil }
                return (endToEndId, try JSON(parsing: record.content))
            })
        var bytes: [UInt8] = []
        for debit in debits {
            let content = contents[debit.endToEndId]
            guard let name = content?["name"]?.string, let iban = content?["iban"]?.string,
                let piece = file.bytes(of: debit, name: name, iban: iban)
            else { throw ServiceError.personErased() }
            bytes += piece
        }
        return (bytes, debits.last?.endToEndId)
    }

    /// Reads with the rights of the service, to which the vault opens.
    private func serving<Value: Sendable>(_ body: @escaping @Sendable (Session) throws -> Value) async throws -> Value {
        do { return try await commands.withSession(body) } catch { throw ServiceError(error) ?? error }
    }
}
