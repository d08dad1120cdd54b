import Access
import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// The accounts of agents and employers, and the statements of runs.
    var accountPages: [Page] {
        guard let runs else { return [] }
        return [
            .get("/contracts/{contract}/account", for: .readers) { request, visit in try await account(request, visit, of: runs) },
            .post("/contracts/{contract}/account/resume", for: .recorders) { request, visit in
                let contract = try contractID(request)
                // Sent twice, the form resumes once. After the next run the debits can be on hold again.
                let last = try await runs.known(at: nil).runs.last?.run.number ?? 0
                _ = try await runs.record(.resume(contract), by: BankCaller(visit.caller.id, key: "page-resume-\(contract)-\(last)"))
                return .seeOther(PageAddress("contracts", contract.description, "account").setting("resumed", to: "yes"))
            },
            .get("/employers/{employer}", for: .readers) { request, visit in try await employer(request, visit, of: runs) },
            .get("/runs/{run}/statements/{employer}", for: .readers) { request, visit in
                try await statement(request, visit, of: runs)
            },
        ]
    }

    /// The number of movements, of statements, and of a statement's contracts and lines on a page.
    private static let (movementsPerPage, statementsPerPage, contractsPerPage, linesPerPage) = (50, 24, 100, 200)

    private func account(_ request: PageRequest, _ visit: Visit, of runs: RunDesk) async throws -> PageAnswer {
        let links = ContractLinks(id: try contractID(request), times: TwoTimes(request.query, visit).upToNow(visit))
        let record: ContractRecord
        switch try await self.record(links, visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        let isNow = links.times.knownAt == .now
        let instant = isNow ? nil : record.known.knownAt
        let holder = AccountHolder.agent(BilledContract(record.id))
        let cursor = request.query["movements"]
        guard
            let account = try await runs.movements(
                of: holder, knownAt: instant, after: cursor, atMost: Self.movementsPerPage)
        else { throw PageTrouble.notFound }
        let asked = request.query["through"].flatMap { Month($0) }
        let called = try await runs.monthsCalled(of: record.id, knownAt: instant)
        let last = asked ?? called?.upperBound ?? Month(of: visit.today)
        let first = last.adding(1 - ContractAccountPage.monthsPerPage)
        let names = try await names(of: record, for: visit)
        let page = ContractAccountPage(
            record: record, account: account, lines: try await runs.lines(of: record.id, in: first...last, knownAt: instant), first: first,
            hasEarlier: called.map { $0.lowerBound < first } ?? false,
            held: isNow ? try await runs.hold(of: record.id) : nil, isLater: (months: asked != nil, movements: cursor != nil),
            isResumed: request.query["resumed"] != nil, visit: visit, links: links,
            people: CalledPeople(of: record.present, names: { names[$0] }, in: visit.language))
        return self.page(page.title, for: visit, main: page.main)
    }

    private func employer(_ request: PageRequest, _ visit: Visit, of runs: RunDesk) async throws -> PageAnswer {
        let code = try employerCode(request)
        let cursor = request.query["movements"]
        guard
            let account = try await runs.movements(
                of: .employer(code), knownAt: nil, after: cursor, atMost: Self.movementsPerPage)
        else { throw PageTrouble.notFound }
        let view = EmployerAccountView(
            employer: code, account: account,
            statements: try await runs.statements(for: code, knownAt: nil, amongLatest: Self.statementsPerPage), isLater: cursor != nil,
            visit: visit)
        return page(view.title, for: visit, main: view.html)
    }

    private func statement(_ request: PageRequest, _ visit: Visit, of runs: RunDesk) async throws -> PageAnswer {
        let code = try employerCode(request)
        let after = request.query["after"].flatMap { ContractID($0) }
        let number: Int = try request.segment("run")
        guard
            let statement = try await runs.statementPage(
                of: number, for: code, after: after, atMost: Self.contractsPerPage, lines: Self.linesPerPage)
        else {
            throw PageTrouble.notFound
        }
        let run = statement.run
        let view = StatementView(
            employer: code, statement: statement, scheme: service.schemes[run.scheme]?.label ?? run.scheme,
            before: try await runs.known(at: nil).book(of: run.scheme, before: run.number).latest, isLater: after != nil, visit: visit)
        return page(view.title, for: visit, main: view.html)
    }

    private func employerCode(_ request: PageRequest) throws(PageTrouble) -> String {
        let code: String = try request.segment("employer")
        guard employers.accepts(code) else { throw .notFound }
        return code
    }
}
