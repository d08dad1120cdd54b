import ArgumentParser
import Contracts

/// A name given on the command line, read as a case of the domain.
enum NamedCase {
    /// A state of cover.
    static func state(_ name: String?) throws -> Cover.State? { try of(name, "--state") }

    /// A kind of work.
    static func kind(_ name: String?) throws -> WorkKind? { try of(name, "--kind") }

    private static func of<Case: CaseIterable & RawRepresentable<String>>(_ name: String?, _ option: String) throws -> Case? {
        guard let name else { return nil }
        guard let one = Case(rawValue: name) else {
            throw ValidationError("\(option) takes one of \(Case.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return one
    }
}
