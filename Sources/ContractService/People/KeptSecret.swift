import CivilTime
import FoundationEssentials
import Postgres

/// Personal data of a command, with further data to store with it.
struct KeptSecret {
    let secret: Command.Secret
    let contract: UUID
    /// The recorded days of birth of the person.
    let birthDays: [Day]
    /// The caller who gave the command.
    let caller: String
    /// The command's idempotency key, if any.
    let key: String?
}
