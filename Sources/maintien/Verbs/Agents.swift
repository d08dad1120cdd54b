import Access
import ArgumentParser
import EventLog
import FoundationEssentials
import Postgres

/// The verb `agents`: ties agents to their contracts.
struct Agents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tie an agent's tokens to the contract that they hold.",
        discussion: """
            An agent is known by the `sub` that the issuer of tokens gives them. Without a tie the tokens of an agent are refused. Running services \
            heed a change within 5 seconds.
            """,
        subcommands: [Tie.self, Untie.self])

    struct Tie: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Tie an agent to a contract, in place of any other.")

        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The agent's `sub`.")
        var subject: String
        @Argument(help: "The contract.")
        var contract: String
        @Option(name: .customLong("as"), help: ArgumentHelp("The clerk or supervisor who decides it.", valueName: "caller"))
        var clerk: String

        func run() async throws {
            guard let contract = UUID(uuidString: contract) else { throw ValidationError("A contract is named by a UUID.") }
            let settings = try await options.settings()
            let issuer = try settings.issuerOfAgents()
            try await settings.withAccess { database in
                try await CallerRegister(database).tie(issuer: issuer, subject: subject, to: contract, by: clerk) { session in
                    try EventLog.holds(contract, in: session)
                }
            }
            print("The agent is tied to the contract \(contract.text).")
        }
    }

    struct Untie: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Untie an agent from their contract.")

        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The agent's `sub`.")
        var subject: String
        @Option(name: .customLong("as"), help: ArgumentHelp("The clerk or supervisor who decides it.", valueName: "caller"))
        var clerk: String

        func run() async throws {
            let settings = try await options.settings()
            let issuer = try settings.issuerOfAgents()
            let wasTied = try await settings.withAccess { database in
                try await CallerRegister(database).untie(issuer: issuer, subject: subject, by: clerk)
            }
            guard wasTied else { throw VerbTrouble("This agent is tied to no contract.") }
            print("The agent is untied.")
        }
    }
}

extension Settings {
    fileprivate func issuerOfAgents() throws -> String {
        guard let issuer = text("access.issuer") else {
            throw ValidationError("The setting access.issuer is missing: agents are known by the issuer of their tokens.")
        }
        return issuer
    }
}
