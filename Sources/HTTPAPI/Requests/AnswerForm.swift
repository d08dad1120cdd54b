import Hummingbird
import Portfolio

/// The requested format of an answer about all contracts: lines, or a table of figures.
enum AnswerForm: String, CaseIterable {
    case lines = "application/x-ndjson"
    case array = "application/json"
    case csv = "text/csv"
    case excelFrench

    /// The format that the query names; otherwise the one that the client prefers.
    init(of request: Request, _ query: Query) throws(Problem) {
        if try query.optional("format", "excel-fr", { $0 == "excel-fr" ? $0 : nil }) != nil {
            self = .excelFrench
            return
        }
        let types = [AnswerForm.lines, .array, .csv].map(\.rawValue)
        self = AnswerForm(rawValue: try request.accepted(of: types)) ?? .lines
    }

    var mediaType: String {
        switch self {
        case .lines, .array: rawValue
        case .csv, .excelFrench: "text/csv; charset=utf-8; header=present"
        }
    }

    /// The format of the lines. An array is made from NDJSON lines, or from the rows of a table.
    var format: PortfolioFormat {
        switch self {
        case .lines, .array: .ndjson
        case .csv: .csv
        case .excelFrench: .excelFrench
        }
    }
}
