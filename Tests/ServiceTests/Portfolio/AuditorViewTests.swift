import CivilTime
import Contracts
import FoundationEssentials
import Postgres
import Testing

@testable import ContractService
@testable import Portfolio

/// What an auditor reads with SQL is what the program reads.
@Suite(.timeLimit(.minutes(10))) struct AuditorViewTests {
    @Test func `the views show each piece with its days and its instants`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(150, lives: 8, seed: 51, to: service) { _ in try await portfolio.step() }
            try await portfolio.catchUp()
            for contract in told.contracts {
                let history = try await service.contracts.questions.history(of: contract).map(\.fact)
                for (knownFrom, situation) in try Contract.situations(of: history, schemes: .littoral) {
                    let instant = PostgresTimestamp(microsecondsSince1970: knownFrom.microseconds)
                    let holder = try await service.database.withSession { session in
                        try session.query(
                            """
                            SELECT valid_from::text, state, basis, option, proof_due_through::text FROM portfolio_1.cover_piece
                            WHERE contract_id = \(contract.uuid) AND person = '00000000-0000-0000-0000-000000000000'
                                AND known_from <= \(instant) AND \(instant) < known_until ORDER BY valid_from
                            """, as: (String, String, String?, String?, String?).self)
                    }
                    #expect(holder.map { "\($0)" } == situation.holder.pieces.map { "\(Self.columns($0))" })
                    let months = try await service.database.withSession { session in
                        try session.query(
                            """
                            SELECT month_from::text, standing, employer_to_insurer_cents, agent_to_insurer_cents, employer_to_agent_cents, method, mandate_missing
                            FROM portfolio_1.liability_run
                            WHERE contract_id = \(contract.uuid) AND known_from <= \(instant) AND \(instant) < known_until ORDER BY month_from
                            """, as: (String, String, Int, Int, Int, String, Bool).self)
                    }
                    #expect(months.map { "\($0)" } == situation.liabilities.runs.map { "\(Self.columns($0.from, $0.value))" })
                }
            }
        }
    }

    private static func columns(_ piece: Timeline<Situation.HolderPiece>.Piece) -> (String, String, String?, String?, String?) {
        let from = piece.period.from?.description ?? "-infinity"
        return switch piece.value.cover {
        case .settled(let cover): (from, cover.state.rawValue, cover.basis?.rawValue, piece.value.option?.rawValue, nil)
        case .unproven(let due): (from, "unproven", "portability", piece.value.option?.rawValue, due.description)
        }
    }

    private static func columns(_ from: Month?, _ value: Situation.Liability) -> (String, String, Int, Int, Int, String, Bool) {
        (
            from?.firstDay.description ?? "-infinity", value.standing.rawValue, value.due.employerToInsurer.cents,
            value.due.agentToInsurer.cents, value.due.employerToAgent.cents, value.collection.method.rawValue,
            value.collection.mandateMissing
        )
    }

    @Test func `the codes of the database are those of the program`() async throws {
        try await withService { service in
            try await service.database.withSession { session in
                let covers = try session.query("SELECT state, basis FROM portfolio.cover_code ORDER BY code", as: (String, String?).self)
                let ours = Codes.covers.map { cover in
                    cover.map { ($0.state.rawValue, $0.basis?.rawValue) } ?? ("unproven", "portability")
                }
                #expect(covers.map { "\($0)" } == ours.map { "\($0)" })
                let standings = try session.query("SELECT standing FROM portfolio.standing_code ORDER BY code", as: String.self)
                #expect(standings == Codes.standings.map(\.rawValue))
                #expect(Set(Codes.standings) == Set(Standing.allCases))
                let methods = try session.query("SELECT method FROM portfolio.method_code ORDER BY code", as: String.self)
                #expect(methods == Codes.methods.map(\.rawValue))
                let kinds = try session.query("SELECT kind FROM portfolio.deadline_code ORDER BY code", as: String.self)
                #expect(kinds == Codes.deadlines.map(\.rawValue))
                #expect(Set(Codes.deadlines) == Set(Deadline.Kind.allCases))
                #expect(Set(Codes.relations) == Set(Relation.allCases))
                let options = try session.query("SELECT option FROM portfolio.option_code ORDER BY code", as: String?.self)
                #expect(options == [nil] + Option.allCases.map(\.rawValue))
            }
        }
    }
}
