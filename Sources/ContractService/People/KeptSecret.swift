import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// What a command tells of a person, with what else is kept with it.
struct KeptSecret {
    let secret: Command.Secret
    let contract: UUID
    /// The days of birth that the contract was told of the person.
    let birthDays: [Day]
    /// Who gave the command.
    let caller: String
    /// The idempotency key of the command, if it came with one.
    let key: String?
}
