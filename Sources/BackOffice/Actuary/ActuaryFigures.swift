import BillingService
import Portfolio

/// All figures of the page for the actuary.
struct ActuaryFigures: Sendable {
    let runOff: RunOff
    let arrears: Arrears
    let delays: FactDelays

    /// One kind of figures, as a table.
    func table(_ figures: ActuaryQuestion.Figures) -> FigureTable {
        switch figures {
        case .runOff: runOff.table
        case .arrears: arrears.table
        case .factDelays: delays.table
        }
    }
}
