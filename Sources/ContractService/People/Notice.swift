import Contracts
import JSON
import Postgres
import Vault

/// Information for the caller about an accepted command. It goes with the answer, and is not recorded.
struct Notice: Sendable, Hashable {
    /// The contract of a person who may be the same as one in the command.
    let contract: ContractID
    /// That person's role in the contract.
    let person: Person

    /// The notice as JSON.
    var json: JSON {
        ["kind": .string(Notice.possibleDuplicate), "contract": JSON(contract), "person": JSON(person)]
    }

    static let possibleDuplicate = "possibleDuplicate"
}

extension People {
    /// The possible duplicates of people whose identities came with commands, by command. Without identities, makes no query.
    func notices(of tickets: [Ticket]) async throws -> [ObjectIdentifier: [Notice]] {
        let owners = tickets.filter(\.tellsOfPeople).map { ticket in (ticket: ticket, owners: ticket.identified) }
        if owners.allSatisfy(\.owners.isEmpty) { return [:] }
        let found = try await database.withSession(deadline: noticePatience) { session in
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
    /// Whether the command has personal data.
    var tellsOfPeople: Bool { !command.secrets.isEmpty }

    /// The people whose identities come with the command.
    fileprivate var identified: [Vault.Owner] {
        command.secrets.filter { $0.kind == .identity }.map { Vault.Owner(contract: contract, person: $0.person.inVault) }
    }
}
