import CivilTime
import Testing

@testable import ContractService
@testable import Portfolio

/// A table keeps its columns in their order, since its readers count them.
@Suite(.timeLimit(.minutes(10))) struct ColumnsTests {
    @Test func `every table has the columns that are promised, each row as many`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(120, lives: 8, seed: 5, to: service) { _ in }
            try await portfolio.catchUp(limit: 100)
            let month: Month = "2026-06"
            let tables: [(PortfolioQuestion, PortfolioColumns)] = [
                (.coverage(on: "2026-06-15", employer: nil, state: nil), .coverage),
                (.cotisations(month: month, employer: nil), .cotisations),
                (.totals(month: month, employer: nil), .totals), (.worklist(kind: nil, dueThrough: nil), .work),
                (.workCounts(WorkFilter()), .workCounts), (.months(through: month), .months),
            ]
            for (question, columns) in tables {
                for (format, separator, names) in [
                    (PortfolioFormat.csv, ",", columns.names), (.excelFrench, ";", columns.french),
                ] {
                    let rows = try await portfolio.text(question, format: format).split(separator: "\r\n")
                    #expect(rows.first.map { $0.trimmingPrefix("\u{FEFF}") } == names.joined(separator: separator)[...])
                    #expect(rows.count > 1, "\(question)")
                    for row in rows { #expect(row.split(separator: separator, omittingEmptySubsequences: false).count == names.count) }
                }
            }
        }
    }
}
