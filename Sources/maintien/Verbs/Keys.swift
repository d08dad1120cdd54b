import Access
import ArgumentParser
import CivilTime
import ContractService
import Postgres

/// The verb `keys`: manages the API keys of programs.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke the keys with which programs call.",
        discussion: """
            A key is a bearer token, mtn_<id>_<secret>. It is shown once; the database keeps its SHA-256. It ends of itself after at most 400 days, and \
            running services refuse a revoked one within 5 seconds. To replace a key without a pause, make a second one with --for, then revoke the first.

            A key above the role operator needs a supervisor: --as names a caller of the register who last called as one. The caller of \
            a local token is entered when the service starts, by name: operator, unless --tokens names others.
            """,
        subcommands: [Add.self, List.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key, and show it once.")

        @OptionGroup var options: DatabaseOptions
        @Option(help: "What the key may do: clerk, supervisor, auditor, employer or operator.")
        var role: String
        @Option(help: "The employer's code, for the role employer.")
        var employer: String?
        @Option(help: "After how many days it ends, 400 at most.")
        var days = 365
        @Option(help: "What calls with it: a program's name, not a person's.")
        var name: String?
        @Option(
            name: .customLong("for"), help: ArgumentHelp("The caller in whose name it calls (default: a new one).", valueName: "caller"))
        var caller: String?
        @Option(
            name: .customLong("as"), help: ArgumentHelp("The supervisor who decides it, as the register names them.", valueName: "caller"))
        var supervisor: String?

        func run() async throws {
            guard let role = Role(rawValue: role) else {
                throw ValidationError("--role is clerk, supervisor, auditor, employer or operator.")
            }
            if let name, name.isEmpty || name.count > 64 { throw ValidationError("--name has 1 to 64 characters.") }
            let settings = try await options.settings()
            if let employer, !(try settings.employers.accepts(employer)) {
                throw ValidationError("--employer is an employer's code: \(try settings.employers).")
            }
            let key = try await settings.withAccess { database in
                try await APIKeys(database).add(role: role, employer: employer, days: days, name: name, for: caller, by: supervisor)
            }
            print(key)
            Terminal.note("Keep it now: it cannot be shown again.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, without their secrets.")

        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            for key in try await options.settings().withAccess({ database in try await APIKeys(database).list() }) {
                let end = key.revoked.map { "revoked \(Self.text($0))" } ?? "until \(Self.text(key.end))"
                let role = key.employer.map { "\(key.role.rawValue) \($0)" } ?? key.role.rawValue
                let maker = key.createdBy.map { "by \($0)" }
                print(([key.id, role, end, key.caller] + [maker, key.name].compactMap { $0 }).joined(separator: "  "))
            }
        }

        private static func text(_ instant: PostgresTimestamp) -> String {
            "\(Instant(microseconds: instant.microsecondsSince1970))"
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key, for ever.")

        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The key's id: the middle part of the key, as `keys list` shows it.")
        var id: String
        @Option(name: .customLong("as"), help: ArgumentHelp("The operator or supervisor who decides it.", valueName: "caller"))
        var caller: String?

        func run() async throws {
            try await options.settings().withAccess { database in try await APIKeys(database).revoke(id, by: caller) }
            print("The key \(id) is revoked.")
        }
    }
}
