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
    /// *Appels*: the runs of all schemes, what the next one would come to, and the files for the bank.
    var runPages: [Page] {
        guard let runs else { return [] }
        return [
            .get("/runs", for: .readers) { request, visit in try await list(request, visit, of: runs) },
            .get("/runs/preview", for: .readers) { request, visit in try await preview(request, visit, by: runs) },
            .post("/runs", for: .supervisors) { request, visit in try await make(request, visit, by: runs) },
            .get("/runs/{run}", for: .readers) { request, visit in try await run(request, visit, of: runs) },
            .get("/direct-debit-files/{file}", for: .supervisors) { request, visit in try await file(request, visit, of: runs) },
            .post("/direct-debit-files/{file}/hand-over", for: .supervisors) { request, visit in
                try await change(request, visit, by: runs, "hand-over") { .handOver(file: $0, on: $1) }
            },
            .post("/direct-debit-files/{file}/withdraw", for: .supervisors) { request, visit in
                try await change(request, visit, by: runs, "withdraw") { .withdraw(file: $0, on: $1) }
            },
        ]
    }

    /// The number of runs, of files, of agents and of employers on a page, and of contracts of each cause.
    private static let (runsPerPage, filesPerPage, heldPerPage, employersPerPage, examples) = (50, 20, 20, 50, 10)
    /// How long a page waits for a preview, and for a run.
    private static let patience = Duration.seconds(3)

    // MARK: Reading

    private func list(_ request: PageRequest, _ visit: Visit, of runs: RunDesk) async throws -> PageAnswer {
        let title = visit("Appels de cotisations", "Runs")
        let history = try await runs.known(at: nil)
        guard !runs.schemes.isEmpty else { return page(title, for: visit, main: noSchemes(title, visit)) }
        let through = request.query["through"].flatMap { Int($0) }
        let latest = history.runs.reversed().drop { recorded in through.map { recorded.run.number > $0 } ?? false }
        let view = RunList(
            runs: Array(latest.prefix(Self.runsPerPage)), next: latest.dropFirst(Self.runsPerPage).first?.run.number,
            isFirst: through == nil, proposed: RunAsked(PageFields(), schemes: runs.schemes, after: history, visit), visit: visit)
        return page(title, for: visit, main: view.html)
    }

    private func noSchemes(_ title: String, _ visit: Visit) -> HTML {
        """
        <div class="wrap">
        <h1 class="big">\(title)</h1>
        <p class="say">\(visit("Aucun régime servi ici n'a de paramètres d'appel : rien n'est appelé.", "No scheme served here has parameters of money: nothing is called."))</p>
        </div>

        """
    }

    private func run(_ request: PageRequest, _ visit: Visit, of runs: RunDesk) async throws -> PageAnswer {
        let history = try await runs.known(at: nil)
        guard let recorded = history[try request.segment("run")] else { throw PageTrouble.notFound }
        let run = recorded.run
        var view = RunView(recorded: recorded, scheme: service.schemes[run.scheme]?.label ?? run.scheme, visit: visit)
        view.isMade = request.query["made"] != nil
        view.isLatest = history.book(of: run.scheme).latest?.number == run.number
        view.mayHandOver = fourEyes.letsActAlone(visit.caller, in: .handOver) || recorded.recordedBy != visit.caller.id
        view.failure = runs.json(of: recorded)["failure"]?.string
        view.refused = RefusedFile(request.query, visit)
        if recorded.outcome != nil {
            let after = request.query["files"]
            let files = try await runs.files(of: recorded, after: after, atMost: Self.filesPerPage + 1)
            view.files.rows = Array(files.prefix(Self.filesPerPage))
            view.files.after = after
            view.files.next = files.count > Self.filesPerPage ? view.files.rows.last?.id : nil
            let contract = request.query["held"].flatMap { ContractID($0) }
            let held = try await runs.held(of: run.number, after: contract, atMost: Self.heldPerPage + 1)
            view.held.rows = Array(held.prefix(Self.heldPerPage))
            view.held.after = contract?.description
            view.held.next = held.count > Self.heldPerPage ? view.held.rows.last?.contract.description : nil
            let employer = request.query["employers"]
            let employers = try await runs.statementEmployers(of: recorded, after: employer, atMost: Self.employersPerPage + 1)
            view.employers.rows = Array(employers.prefix(Self.employersPerPage))
            view.employers.after = employer
            view.employers.next = employers.count > Self.employersPerPage ? view.employers.rows.last : nil
            view.names = try await holderNames(of: view.held.rows.map { ContractID($0.contract) }, for: visit)
        }
        let title = view.refused == nil ? view.title : visit("Erreur : \(view.title)", "Error: \(view.title)")
        return page(title, for: visit, status: view.refused == nil ? 200 : 422, main: view.html)
    }

    private func file(_ request: PageRequest, _ visit: Visit, of runs: RunDesk) async throws -> PageAnswer {
        let id: String = try request.segment("file")
        let (count, text) = try await runs.paymentFile(id, knownAt: nil)
        // It names people. As of a list, their number is recorded.
        try await recordReadings([
            Reading(by: visit.caller, .search, fields: ["directDebitFile"], found: count, trace: visit.trace)
        ])
        countShown(count, visit)
        return .stream(text, type: "application/xml", name: "\(id).xml")
    }

    // MARK: A preview, and the run

    private func preview(_ request: PageRequest, _ visit: Visit, by runs: RunDesk) async throws -> PageAnswer {
        guard !runs.schemes.isEmpty else {
            let title = visit("Préparer un appel", "Prepare a run")
            return page(title, for: visit, main: noSchemes(title, visit))
        }
        let history = try await runs.known(at: nil)
        let asked = RunAsked(request.query, schemes: runs.schemes, after: history, visit)
        let last = history.runs.last?.run.number
        var view = RunPreviewView(
            asked: asked, schemes: runs.schemes.map { ($0, service.schemes[$0]?.label ?? $0) }, last: last, visit: visit)
        view.before = history.book(of: asked.scheme).latest
        if let order = asked.order {
            do {
                let kept = try await previews.answer("\(order) \(last ?? 0)", at: visit.now, patience: Self.patience) {
                    try await runs.preview(order, examples: Self.examples)
                }
                view.preview = kept?.answer
                view.reckonedAt = kept?.answer.run.knownAt
            } catch let refusal as BillingRefusal {
                view.refusal = refusal.rule
            } catch ServiceError.overloaded, PortfolioError.behind, PortfolioError.overloaded {
                // Another preview has the turn, or the projections have not caught up: the page says to reload it.
            }
        }
        if let held = view.preview?.examples.held {
            view.names = try await holderNames(of: held.map { ContractID($0.contract) }, for: visit)
        }
        let title = visit("Préparer : \(asked.title(visit))", "Prepare: \(asked.title(visit))")
        return page(
            view.isRefusal ? visit("Erreur : \(title)", "Error: \(title)") : title, for: visit, status: view.isRefusal ? 422 : 200,
            main: view.html)
    }

    private func make(_ request: PageRequest, _ visit: Visit, by runs: RunDesk) async throws -> PageAnswer {
        guard !runs.schemes.isEmpty else { throw PageTrouble.notFound }
        let asked = RunAsked(request.form, schemes: runs.schemes, after: try await runs.known(at: nil), visit)
        guard request.form["scheme"] == asked.scheme, request.form["kind"] == asked.kind.rawValue else { throw PageTrouble.notFound }
        // The preview tells why.
        guard let order = asked.order else { return .seeOther(asked.preview.setting("month", to: asked.typed)) }
        // Sent twice, the form makes one run.
        let key = "page-run-\(request.form["last"] ?? "")-" + asked.fields.map(\.value).joined(separator: "-")
        do {
            let (recorded, _) = try await runs.submitted(order, by: visit.caller.id, key: key, patience: Self.patience)
            return .seeOther(RunView.address(of: recorded.run.number).setting("made", to: "yes"))
        } catch is BillingRefusal { return .seeOther(asked.preview) }
    }

    // MARK: Files

    private func change(
        _ request: PageRequest, _ visit: Visit, by runs: RunDesk, _ action: String, _ order: (_ file: String, _ day: Day) -> BankOrder
    ) async throws -> PageAnswer {
        let file: String = try request.segment("file")
        // A longer name is no file's, and would not fit into a key.
        guard file.utf8.count <= 35, let number = request.form["run"].flatMap({ Int($0) }) else { throw PageTrouble.notFound }
        let typed = request.form["on"] ?? ""
        // The same page of files.
        let address = RunView.address(of: number).setting("files", to: request.form["files"].map { String($0.prefix(100)) })
        func refused(_ reason: String) -> PageAnswer {
            .seeOther(address.setting("file", to: file).setting("on", to: String(typed.prefix(100))).setting("refused", to: reason))
        }
        let day: Day
        do throws(UnreadableText) { day = try DayReader(today: visit.today).day(typed) } catch { return refused("day") }
        let order = order(file, day)
        // Sent twice, the form changes the file once.
        let caller = BankCaller(
            visit.caller.id, key: "page-\(number)-\(file)-\(day)-\(action)",
            actsAlone: fourEyes.letsActAlone(visit.caller, in: .handOver))
        do { _ = try await runs.record(order, by: caller) } catch let refusal as BillingRefusal { return refused(refusal.rule.id) }
        return .seeOther(address.at("file-\(file)"))
    }
}

extension Audience {
    /// The callers who make runs and hand over files.
    static let supervisors = Audience.roles([.supervisor])
}
