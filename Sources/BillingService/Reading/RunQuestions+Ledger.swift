import Billing
import CivilTime
import ContractService
import Contracts
import JSON
import Postgres

extension RunQuestions {
    /// How many entries are read at a time.
    private static let page = 500

    /// The ledger, entry by entry, as it is when it is asked for.
    ///
    /// - Throws: `scheme.unknown`, `run.noParameters`; `ServiceError.malformed` when the form needs a first day or a scheme that is not given.
    public func ledger(_ asked: LedgerQuestion) async throws -> StreamedText {
        var question = asked
        if let scheme = question.scheme, schemes[scheme] == nil { throw ServiceError.refused(.schemeUnknown) }
        var accounts: LedgerAccountNumbers?
        if question.format == .fec {
            guard let from = question.from else { throw ServiceError.malformed(MalformedField(.missing, at: "/from")) }
            let scheme = try question.scheme ?? onlyScheme()
            guard let money = money[scheme] else { throw BillingRefusal(.runNoParameters) }
            question.scheme = scheme
            accounts = money.terms(on: question.through ?? from, knownAt: question.knownAt ?? clock.now()).ledgerAccounts
        }
        var opening: (balances: AccountBalances, on: Day)?
        do {
            question.position = try await streams.withSession { try StoredRows.ledgerPosition(in: $0) }
            // Before the answer begins: it sums all entries before.
            if question.format == .fec, let from = question.from {
                opening = (try await streams.withSession { [question] in try StoredRows.balances(question, before: from, in: $0) }, from)
            }
        } catch { throw ServiceError(error) ?? error }
        return StreamedText { [streams, question, accounts, opening] take in
            var text = LedgerText(question.format, accounts: accounts)
            try await take(Array(text.head(opening: opening).utf8))
            var last: StoredRows.LedgerPlace?
            while true {
                let entries = try await streams.withSession { [last] in
                    try StoredRows.entries(question, after: last, atMost: Self.page, in: $0)
                }
                guard let end = entries.last else { return }
                try await take(text.text(of: entries.map(\.entry)))
                last = end.at
            }
        }
    }

    private func onlyScheme() throws -> String {
        guard let scheme = money.count == 1 ? money.keys.first : nil else {
            throw money.isEmpty ? BillingRefusal(.runNoParameters) : ServiceError.malformed(MalformedField(.missing, at: "/scheme"))
        }
        return scheme
    }
}
