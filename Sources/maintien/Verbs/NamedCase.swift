import ArgumentParser
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

    /// A kind of work.
    static func work(_ kind: String?, dueThrough day: Day?) throws -> PortfolioQuestion {
        if kind == PortfolioQuestion.possibleDuplicate { return .duplicates(dueThrough: day) }
        guard kind == nil || PortfolioQuestion.workKinds.contains(kind ?? "") else {
            throw ValidationError("--kind takes one of \(PortfolioQuestion.workKinds.joined(separator: ", ")).")
        }
        return .worklist(kind: kind.flatMap { WorkKind(rawValue: $0) }, dueThrough: day)
    }

    private static func of<Case: CaseIterable & RawRepresentable<String>>(_ name: String?, _ option: String) throws -> Case? {
        guard let name else { return nil }
        guard let one = Case(rawValue: name) else {
            throw ValidationError("\(option) takes one of \(Case.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return one
    }
}
