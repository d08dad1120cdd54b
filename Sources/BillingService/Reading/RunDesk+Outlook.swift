public import Billing
import CivilTime
public import ContractService
import Contracts
import EventLog
import FoundationEssentials
public import JSON
import Postgres

/// When facts that are not recorded yet will be called, and from whom.
extension RunDesk {
    /// The outlook under each scheme of a contract that has parameters of money, in order of names.
    ///
    /// It costs a few reads by the contract's keys, and none when no scheme has parameters of money.
    ///
    /// - Parameter tried: the contract with new facts; without new facts the outlook is empty.
    /// - Throws: `ServiceError`.
    public func outlooks(of contract: ContractID, _ tried: TriedContract) async throws -> [CallOutlook] {
        if office.money.isEmpty || tried.facts.isEmpty { return [] }
        let billed = try await reading { session in
            try session.transaction(.readOnlySnapshot) { try BilledContracts(contract, in: $0) }
        }
        let (schemes, money) = (office.schemes, office.money)
        return try await contracts.reckon(of: contract, facts: tried.before.version + tried.facts.count) {
            let (before, after) = (tried.before, try tried.after())
            let named = Set((before.schemeName.pieces + after.schemeName.pieces).compactMap(\.value))
            let creditors = CreditorSchemes(money)
            return named.sorted().compactMap { name -> CallOutlook? in
                guard let parameters = money[name], let scheme = schemes[name] else { return nil }
                if billed.history.open?.run.scheme == name { return .duringRun(scheme: name) }
                let soFar = billed.soFar(of: name, sharing: Set(creditors.sharing(with: [name])), through: before.version)
                return CallForecast(of: BilledContract(contract), from: before, to: after, under: scheme, parameters, after: soFar)
                    .map { .nextRun($0) } ?? .beforeFirstRun(scheme: name)
            }
        }
    }

    /// The forecasts among the outlooks as an answer; `nil` when no run has called anything yet, or when one is being made.
    public func outlookAnswer(of contract: ContractID, _ tried: TriedContract) async throws -> JSON? {
        let forecasts = try await outlooks(of: contract, tried).compactMap { outlook in
            if case .nextRun(let forecast) = outlook { forecast } else { nil }
        }
        return forecasts.isEmpty ? nil : .array(forecasts.map(\.json))
    }
}

/// What all runs made of one contract, as of one moment.
private struct BilledContracts: Sendable {
    let history: RunHistory
    private let lines: [(run: Int, line: CallLine)]
    private let balances: [String: Money]
    private let debits: [StoredRows.StoredDebit]
    private let resumedAt: Int64?
    private let positions: [Int64]

    /// - Parameter session: in a snapshot.
    init(_ contract: ContractID, in session: Session) throws {
        history = try RunHistory.read(in: session)
        let complete = history.runs.filter { $0.outcome != nil }
        let schemes = Set(complete.map(\.run.scheme))
        guard !schemes.isEmpty else {
            (lines, balances, debits, resumedAt, positions) = ([], [:], [], nil, [])
            return
        }
        let (id, runs) = (contract.uuid, complete.map { Int32($0.run.number) })
        let holder = AccountHolder.agent(BilledContract(contract))
        lines = try StoredRows.lines(of: id, runs: runs, in: session)
        balances = try Dictionary(
            uniqueKeysWithValues: schemes.map { ($0, try StoredRows.balance(of: holder, scheme: $0, through: .max, in: session)) })
        debits = try StoredRows.debits(of: [id], runs: runs, through: .max, in: session)[id] ?? []
        resumedAt = try StoredRows.resumptions(of: [id], through: .max, in: session)[id]
        positions = try EventLog.positions(of: [id], in: session)[id] ?? []
    }

    /// What counts for a scheme.
    ///
    /// - Parameters:
    ///   - sharing: the schemes of the same creditor: a mandate is the creditor's.
    ///   - version: of the contract without the new facts. What others recorded meanwhile has the versions that the new facts would have.
    func soFar(of scheme: String, sharing: Set<String>, through version: Int) -> BilledSoFar {
        let (book, cancelled) = (history.book(of: scheme), Set(history.runs.compactMap { $0.outcome == nil ? nil : $0.run.kind.cancels }))
        let own = Set(book.runs.map(\.number))
        return BilledSoFar(
            book: book, called: FlowsByPayer(of: lines.filter { own.contains($0.run) }.map(\.line)), balance: balances[scheme] ?? .zero,
            debits: debits.filter { history[$0.run].map { sharing.contains($0.run.scheme) } ?? false }.map { stored in
                PastDebit(
                    mandateReference: stored.debit.mandate.reference, registration: stored.debit.mandate.event,
                    collectionOn: stored.debit.days.collectionOn, outcome: stored.outcome(isCancelled: cancelled.contains(stored.run)))
            }, resumedAt: resumedAt, positions: Array(positions.prefix(version)))
    }
}

extension CallForecast {
    /// The forecast as an answer.
    var json: JSON {
        func amount(_ month: Month, _ payer: Payer, _ rest: [(String, JSON)]) -> JSON {
            .object(JSON.Object([("month", .string(month.description)), ("employer", JSON(payer.employer))] + rest))
        }
        var fields: JSON.Object = [
            "scheme": .string(scheme), "lastCalled": .string(lastCalled.description), "month": .string(month.description),
            "notBefore": .string(notBefore.description), "payableOn": .string(payableOn.description),
            "lines": .array(lines.map { amount($0.month, $0.payer, [("origin", .string($0.origin.rawValue))] + $0.flows.members) }),
            "prescribed": .array(prescribed.map { amount($0.month, $0.payer, $0.flows.members) }),
        ]
        if let agent { fields.append("agent", agent.json) }
        return .object(fields)
    }
}

extension AgentForecast {
    fileprivate var json: JSON {
        var fields: JSON.Object = ["balanceCents": JSON(balance.cents)]
        switch settlement {
        case .debited(let day):
            fields.append("settlement", "debited")
            fields.append("collectionOn", .string(day.description))
        case .held(let reason):
            fields.append("settlement", "held")
            fields.append("reason", .string(reason.rawValue))
        case .settled: fields.append("settlement", "settled")
        case .credit(let days):
            fields.append("settlement", "credit")
            if let days { fields.append("refundDays", JSON(days)) }
        }
        return .object(fields)
    }
}
