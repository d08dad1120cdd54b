/// A look in characters.
struct TerminalLook {
    /// The character that fills the piece.
    let fill: Character
    /// The character that fills the bar of earlier knowledge.
    let before: Character
    /// SGR parameters, from the 16 colours of every terminal.
    let style: String

    /// SGR parameters of the mark of a fact recorded late.
    static let late = "33"

    init(_ look: PieceLook) {
        (fill, before, style) =
            switch look {
            case .covered: ("█", "▔", "36")
            case .continuation: ("▓", "▔", "36")
            case .provisional: ("░", "┄", "36")
            case .lapsed: ("╳", "╳", "31")
            case .suspended: ("╱", "╱", "33")
            case .exempt: ("═", "═", "37")
            case .atWork, .paidAbsence: ("█", "▔", "37")
            case .unpaidAbsence: ("╱", "╱", "33")
            case .portability: ("▒", "▔", "35")
            case .temporaryCessation: ("▒", "▔", "36")
            case .payment: ("▄", "▔", "32")
            case .nothingDue, .nothing: ("·", "·", "90")
            }
    }
}
