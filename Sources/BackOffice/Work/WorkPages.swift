import Access
import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Portfolio
import Words

extension BackOffice {
    /// *À traiter*, and the files of the day.
    var workPages: [Page] {
        [
            .get("/work", for: .readers) { request, visit in try await work(request, visit) },
            .post("/work/duplicates/{duplicate}/dismiss", for: .recorders) { request, visit in try await dismiss(request, visit) },
        ] + bankLinePages + reminderPages
    }

    /// The form that settles a line of a bank.
    private var bankLinePages: [Page] {
        guard let runs else { return [] }
        return [
            .post("/work/bank-lines/{line}/settle", for: .recorders) { request, visit in try await settle(request, visit, in: runs) }
        ]
    }

    /// The number of lines on a page.
    private static let linesPerPage = 50

    private func work(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let refused = request.query["refused"].flatMap { RefusedDismissal($0, seal, visit) }
        let trouble = refused?.refusal.map { explain($0) }
        let asked = WorkRequest(request.query, visit, employers: employers)
        // The names on a page count like the results of a search.
        try count(.search, visit)
        var everything = asked.filter
        everything.kind = nil
        async let counting = workCounts(everything)
        let (rows, money, next) = try await workLines(asked)
        async let items = items(rows)
        let names = try await names(of: try await items, and: money.compactMap(\.contract), for: visit)
        let counts = try await counting
        let list = try await WorkList(
            asked: asked, items: items, money: money, names: names, next: next, visit: visit, seal: seal,
            refused: trouble == nil ? nil : refused,
            trouble: trouble)
        return page(
            trouble == nil ? visit("À traiter", "Work") : visit("Erreur : À traiter", "Error: Work"), for: visit,
            status: trouble == nil ? 200 : 422,
            main: """
                <div class="wrap">
                <h1 class="big">\(visit("À traiter", "Work"))</h1>
                \(WorkHeading(asked: asked, counts: counts, visit: visit).html)\(if: visit.mayRecord, "<p class=\"acts\"><a class=\"btn\" href=\"/work/reminders\">\(visit("Rappels du jour", "Reminders of the day"))</a></p>\n")\
                \(list.html)</div>

                """)
    }

    /// The lines of a page: those of the portfolio, and behind them those about money.
    private func workLines(_ asked: WorkRequest) async throws -> (rows: [WorkRow], money: [MoneyWorkLine], next: String?) {
        var rows: [WorkRow] = []
        let isPortfolioAlone = if case .portfolio = asked.topic { true } else { false }
        let isMoneyAlone = if case .money = asked.topic { true } else { false }
        // A place among the lines about money is none in a list of another kind.
        let isAmongMoney = !isPortfolioAlone && asked.from.map { MoneyWorkPage.isCursor($0) } ?? false
        if !isAmongMoney, !isMoneyAlone {
            let page = Inquiry.Page(after: asked.from, limit: Self.linesPerPage)
            let (lines, next) = try await lines(of: Inquiry(.workByDay(asked.filter), page: page))
            rows = lines.compactMap { WorkRow($0) }
            if next != nil || asked.topic != nil { return (rows, [], next) }
        }
        guard let runs else { return (rows, [], nil) }
        let from = rows.isEmpty ? asked.from.flatMap { MoneyWorkPage.isCursor($0) ? $0 : nil } : nil
        guard
            let page = try await runs.moneyWork(
                asked.moneyFilter, knownAt: nil, after: from, atMost: max(0, Self.linesPerPage - rows.count))
        else { throw PageTrouble.notFound }
        return (rows, page.lines, page.next)
    }

    /// The number of lines of each kind of work, those about money last.
    func workCounts(_ filter: WorkFilter) async throws -> [WorkCount] {
        async let counting = lines(of: Inquiry(.workCounts(filter)))
        let filter = MoneyWorkFilter(dueThrough: filter.dueThrough, employer: filter.employer)
        let money = try await runs?.moneyWorkCounts(filter, knownAt: nil) ?? []
        return try await counting.lines.compactMap { WorkCount($0) }
            + money.map { WorkCount(.money($0.kind), lines: $0.lines, overdue: $0.overdue) }
    }

    private func settle(_ request: PageRequest, _ visit: Visit, in runs: RunDesk) async throws -> PageAnswer {
        let line: BankLineID = try request.segment("line")
        let address = PageAddress("work").setting("kind", to: MoneyWorkKind.bankLineUnmatched.rawValue)
        let text = request.form["reason"] ?? ""
        let reason: StatedReason
        do { reason = try StatedReason(body: ["reason": .string(text)]) } catch {
            return .seeOther(address.setting("refused", to: RefusedDismissal(line.description, typed: text).sealed(seal, visit)))
        }
        do { _ = try await runs.record(.settle(line, reason: reason), by: BankCaller(visit.caller.id)) } catch let refusal as BillingRefusal
        {
            // Sent twice, or settled by somebody else meanwhile: it is settled.
            if refusal.rule != .bankLineAlreadySettled { throw PageTrouble.notFound }
        }
        return .seeOther(address)
    }

    private func dismiss(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let duplicate: ContractID = try request.segment("duplicate")
        let address = PageAddress("work").setting("kind", to: WorkFilter.Kind.possibleDuplicate.description)
        let text = request.form["reason"] ?? ""
        let reason: StatedReason
        do { reason = try StatedReason(body: ["reason": .string(text)]) } catch {
            let refused = RefusedDismissal(duplicate.description, typed: text)
            return .seeOther(address.setting("refused", to: refused.sealed(seal, visit)))
        }
        guard try await service.dismissDuplicate(duplicate.uuid, reason: reason, by: visit.caller.id) else { throw PageTrouble.notFound }
        return .seeOther(address)
    }

    /// The names of the people in the lines, by contract. The access log has each reading before this returns.
    ///
    /// - Parameter others: contracts whose holders are named too.
    func names(of items: [WorkItem], and others: [ContractID] = [], for visit: Visit) async throws -> [ContractID: ShownNames] {
        var named = Dictionary(others.map { ($0, Set<Person>([.holder])) }) { first, _ in first }
        for item in items {
            named[item.row.contract, default: []].formUnion([.holder, Person(item.row.beneficiary)])
            if case .duplicate(_, let other, let beneficiary) = item.row.matter {
                named[other, default: []].insert(Person(beneficiary))
            }
        }
        let shown = Dictionary(items.map { ($0.row.contract, $0.contract) }) { first, _ in first }.compactMapValues(\.self)
        let known = try await contracts(others.filter { shown[$0] == nil }, knownAt: .now)
        return try await names(of: named, in: shown.merging(known) { first, _ in first }, for: visit)
    }

    /// The names of the holders of contracts. The access log has each reading before this returns.
    func holderNames(of contracts: [ContractID], for visit: Visit) async throws -> [ContractID: ShownNames] {
        if contracts.isEmpty { return [:] }
        // The names on a page count like the results of a search.
        try count(.search, visit)
        let known = try await self.contracts(contracts, knownAt: .now)
        return try await names(of: Dictionary(contracts.map { ($0, [.holder]) }) { first, _ in first }, in: known, for: visit)
    }

    private func names(
        of named: [ContractID: Set<Person>], in contracts: [ContractID: Contract], for visit: Visit
    ) async throws -> [ContractID: ShownNames] {
        let identities = try await service.identities(of: Array(named.keys))
        var names: [ContractID: ShownNames] = [:]
        var seen: [Reading] = []
        for (contract, people) in named {
            let erased = people.filter { contracts[contract]?.hasErased($0.beneficiary) ?? false }
            let known = (identities[contract] ?? [:]).filter { people.contains($0.key) }
            names[contract] = ShownNames(identities: known, erased: erased)
            for person in people.subtracting(erased) {
                let fields = ["familyName", "givenNames"].filter { known[person]?[$0]?.string != nil }
                seen.append(
                    Reading(
                        by: visit.caller, .person, contract: contract.uuid, person: person.description, fields: fields,
                        found: fields.isEmpty ? 0 : 1, trace: visit.trace))
            }
        }
        try await recordReadings(seen)
        countShown(seen.count, visit)
        return names
    }
}
