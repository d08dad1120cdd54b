import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Portfolio
import Words

extension BackOffice {
    /// *Portefeuille*: people by state and contracts by standing over twelve months, overdue proofs, flows by employer.
    var portfolioPages: [Page] {
        [
            .get("/portfolio", for: .readers) { request, visit in try await portfolio(request, visit) },
            .get("/portfolio/flows", for: .readers) { request, visit in
                let month = month(request.query["month"], visit).month
                let inquiry = Inquiry(.totals(month: month, employer: nil), format: .excelFrench)
                return .file(try await bytes(of: inquiry), type: "text/csv; charset=utf-8", name: "totaux-\(month).csv")
            },
        ]
    }

    /// How long a page waits for the first counts.
    private static let patience = Duration.seconds(3)

    private func portfolio(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let (month, unreadable) = month(request.query["month"], visit)
        async let counts = answers.answer("months \(month)", at: visit.now, patience: Self.patience) {
            try await lines(of: Inquiry(.months(through: month))).lines
        }
        async let flows = answers.answer("totals \(month)", at: visit.now, patience: Self.patience) {
            try await lines(of: Inquiry(.totals(month: month, employer: nil))).lines
        }
        let overdue = try await lines(of: Inquiry(.workCounts(WorkFilter(kind: .deadline(.proofOverdue))))).lines
        let (people, employers) = (try await counts, try await flows)
        let view = PortfolioView(
            month: month, unreadable: unreadable, typed: request.query["month"] ?? "",
            counts: people.map { MonthCounts($0.answer) }, flows: employers.map { EmployerFlows($0.answer) },
            countedAt: [people?.askedAt, employers?.askedAt].compactMap(\.self).min(),
            overdueProofs: overdue.first.flatMap { WorkCount($0) }?.lines ?? 0, visit: visit)
        return page(visit("Portefeuille", "Portfolio"), for: visit, main: view.html)
    }

    /// The typed month; the present one when it is missing or unreadable.
    private func month(_ typed: String?, _ visit: Visit) -> (month: Month, UnreadableText?) {
        let present = Month(of: visit.today)
        guard let typed else { return (present, nil) }
        do throws(UnreadableText) { return (try visit.month(typed), nil) } catch { return (present, error) }
    }

    private func bytes(of inquiry: Inquiry) async throws -> [UInt8] {
        do {
            var bytes: [UInt8] = []
            for try await chunk in try await portfolio.answer(inquiry).chunks { bytes += chunk }
            return bytes
        } catch is PortfolioError { throw ServiceError.unavailable(retryAfterSeconds: 2) }
    }
}

extension Visit {
    /// A month, as typed or as in links.
    func month(_ text: String) throws(UnreadableText) -> Month {
        if let month = Month(text) { return month }
        return try DayReader(today: today).month(text)
    }
}
