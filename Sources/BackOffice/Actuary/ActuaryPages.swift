import Access
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio
import Words

extension BackOffice {
    /// *Chiffres pour l'actuaire*: the run-off of calls, arrears by age, and how late facts are recorded, each with its table.
    var actuaryPages: [Page] {
        guard let runs else { return [] }
        return [
            .get("/portfolio/actuary", for: Self.actuaries) { request, visit in
                let (scheme, known) = try scheme(request, of: runs)
                let figures = try await figures(of: scheme, at: visit.now, from: runs)
                let view = ActuaryView(
                    figures: figures?.answer, countedAt: figures?.askedAt, scheme: scheme,
                    schemes: known.map { (name: $0, label: service.schemes[$0]?.label ?? $0) }, visit: visit)
                return page(view.title, for: visit, main: view.html)
            },
            .get("/portfolio/actuary/{figures}", for: Self.actuaries) { request, visit in
                guard let asked = ActuaryQuestion.Figures(rawValue: try request.segment("figures")) else { throw PageTrouble.notFound }
                let (scheme, _) = try scheme(request, of: runs)
                // While the figures are summed, the page says so.
                guard let figures = try await figures(of: scheme, at: visit.now, from: runs) else {
                    return .seeOther(PageAddress("portfolio", "actuary").setting("scheme", to: scheme))
                }
                return .file(
                    figures.answer.table(asked).text(.excelFrench), type: "text/csv; charset=utf-8", name: asked.fileName)
            },
        ]
    }

    /// The callers who see figures of all schemes and employers together.
    static let actuaries = Audience.roles([.supervisor, .auditor])

    /// How long a page waits for the first figures.
    private static let patience = Duration.seconds(3)

    /// The scheme of the address, or nil for all, and the schemes with parameters of money.
    private func scheme(_ request: PageRequest, of runs: RunDesk) throws(PageTrouble) -> (asked: String?, known: [String]) {
        let known = runs.schemes
        guard let asked = request.query["scheme"], !asked.isEmpty else { return (nil, known) }
        guard known.contains(asked) else { throw .notFound }
        return (asked, known)
    }

    /// The delays of facts, counted once for the pages of all schemes.
    private func delays(at now: Instant, from runs: RunDesk) async throws -> FactDelays {
        // Nobody waits here: the page says that its figures are being summed.
        let kept = try await factDelays.answer("", at: now, patience: .seconds(3600)) { try await runs.questions.factDelays(knownAt: nil) }
        guard let kept else { throw ServiceError.overloaded(retryAfterSeconds: 1) }
        return kept.answer
    }

    /// The figures; nil while they are summed, or while others are and these have to wait.
    private func figures(
        of scheme: String?, at now: Instant, from runs: RunDesk
    ) async throws -> KeptAnswers<ActuaryFigures>.Kept? {
        do {
            return try await actuary.answer(scheme ?? "", at: now, patience: Self.patience) {
                ActuaryFigures(
                    runOff: try await runs.questions.runOff(scheme: scheme, knownAt: nil),
                    arrears: try await runs.questions.arrears(scheme: scheme, knownAt: nil),
                    delays: try await delays(at: now, from: runs))
            }
        } catch ServiceError.overloaded {
            return nil
        }
    }
}
