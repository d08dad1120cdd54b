import ArgumentParser
import BillingService
import CivilTime
import Contracts
import Picture
import Portfolio
import Words

/// Reads names on the command line as cases of the domain.
enum NamedCase {
    /// A state of cover.
    static func state(_ name: String?) throws -> Cover.State? { try of(name, "--state") }

    /// The time span of a picture.
    static func span(_ name: String?) throws -> PictureSpan? { try of(name, "--window") }

    /// A language.
    static func language(_ name: String?) throws -> Language? { try of(name, "--lang") }

    /// A kind of work: what is asked of the portfolio, and of the work about money.
    static func work(_ kind: String?, dueThrough day: Day?) throws -> (question: PortfolioQuestion, money: MoneyWorkFilter?) {
        guard let kind else { return (.worklist(kind: nil, dueThrough: day), MoneyWorkFilter(dueThrough: day)) }
        switch WorkTopic(kind) {
        case .portfolio(.possibleDuplicate): return (.duplicates(dueThrough: day), nil)
        case .portfolio(.deadline(let kind)): return (.worklist(kind: kind, dueThrough: day), nil)
        // The portfolio tells the heading alone: no pair of people was found before there was this program.
        case .money(let kind): return (.duplicates(dueThrough: Day.calendar.lowerBound), MoneyWorkFilter(kind: kind, dueThrough: day))
        case nil: throw ValidationError("--kind takes one of \(WorkTopic.allCases.map(\.description).joined(separator: ", ")).")
        }
    }

    private static func of<Case: CaseIterable & RawRepresentable<String>>(_ name: String?, _ option: String) throws -> Case? {
        guard let name else { return nil }
        guard let one = Case(rawValue: name) else {
            throw ValidationError("\(option) takes one of \(Case.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return one
    }
}
