import Contracts
import JSON
import Postgres
import Vault

/// What a caller should know of a command that was accepted. It is told with the answer, and kept nowhere in the log.
struct Notice: Sendable, Hashable {
    /// The contract of somebody who may be the same person as one whom the command names.
    let contract: ContractID
    /// Who that is in their contract.
    let person: Person

    /// Its wire form.
    var json: JSON {
        ["kind": .string(Notice.possibleDuplicate), "contract": JSON(contract), "person": JSON(person)]
    }

    static let possibleDuplicate = "possibleDuplicate"
}

extension People {
    /// How long an answer waits for its notices: its command is recorded already.
    private static let noticePatience = Duration.seconds(2)

    /// The people who may be the same as those whose identities some commands tell, by command. Commands that tell none ask nobody.
    func notices(of tickets: [Ticket]) async throws -> [ObjectIdentifier: [Notice]] {
        let owners = tickets.filter(\.tellsOfPeople).map { ticket in (ticket: ticket, owners: ticket.identified) }
        if owners.allSatisfy(\.owners.isEmpty) { return [:] }
        let found = try await database.withSession(deadline: People.noticePatience) { session in
            try Vault.duplicates(of: Array(Set(owners.flatMap(\.owners))), in: session)
        }
        if found.isEmpty { return [:] }
        return Dictionary(
            owners.map { ticket, owners in
                let others = owners.flatMap { found[$0] ?? [] }
                return (ObjectIdentifier(ticket), others.map { Notice(contract: ContractID($0.contract), person: Person($0.person)) })
            }
        ) { $1 }
    }
}

extension Ticket {
    /// Whether personal data comes with the command.
    var tellsOfPeople: Bool { !command.secrets.isEmpty }

    /// The people whose identities the command tells.
    fileprivate var identified: [Vault.Owner] {
        command.secrets.filter { $0.kind == .identity }.map { Vault.Owner(contract: contract, person: $0.person.inVault) }
    }
}
