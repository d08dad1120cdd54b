import Hummingbird
import JSON
import Portfolio
import Words

/// The problems of a question about all contracts.
extension Problem {
    init(_ error: PortfolioError) {
        switch error {
        case .behind(let position, let reached): self = .behind(position, reached)
        case .ahead(let position, let head): self = .beyondLog(position, head: head)
        case .outdated: self = .outdated
        case .badCursor: self = .malformed(parameter: "after", .badValue(expected: "Link, rel=\"next\""))
        case .overloaded(let seconds): self = .overloaded(retryAfterSeconds: seconds)
        case .unavailable(let seconds): self = .unavailable(retryAfterSeconds: seconds)
        }
    }

    private static func behind(_ position: Int64, _ reached: Int64) -> Problem {
        Problem(
            status: .serviceUnavailable, rule: "portfolio.behind", source: "RFC 9110, 15.6.4",
            title: Bilingual("Projections en retard", "Projections behind"),
            detail: Bilingual(
                "Les projections en sont à la position \(reached) du journal, et n'ont pas atteint à temps la position \(position).",
                "The projections are at position \(reached) of the log, and did not reach position \(position) in time."),
            headers: [.retryAfter: "1", .xPosition: String(reached)])
    }

    private static func beyondLog(_ position: Int64, head: Int64) -> Problem {
        Problem(
            status: .conflict, rule: "position.ahead", source: "RFC 9110, 15.5.10",
            title: Bilingual("Position au-delà du journal", "Position beyond the log"),
            detail: Bilingual(
                "Le journal s'arrête à la position \(head) : la position \(position), demandée par X-Wait-For-Position, n'y est pas.",
                "The log ends at position \(head): position \(position), which X-Wait-For-Position asks for, is not in it."),
            place: .header("X-Wait-For-Position"), headers: [.xPosition: String(head)])
    }

    private static let outdated = Problem(
        status: .serviceUnavailable, rule: "portfolio.outdated", source: "RFC 9110, 15.6.4",
        title: Bilingual("Projections périmées", "Projections outdated"),
        detail: Bilingual(
            "Les projections ont été faites selon d'autres règles ou paramètres que ceux du service : elles sont à refaire (maintien rebuild).",
            "The projections were made by other rules or parameters than the service has: they have to be made anew (maintien rebuild)."),
        headers: [.retryAfter: "60"])

    static let versionOfNoContract = Problem(
        status: .badRequest, rule: "request.malformed", source: "RFC 9110, 15.5.1",
        title: Bilingual("Demande mal formée", "Malformed request"),
        detail: Bilingual(
            "Le paramètre known-at doit être ici un instant : une version est celle d'un seul contrat.",
            "The parameter known-at must be an instant here: a version is of one contract only."),
        place: .parameter("known-at"))
}
