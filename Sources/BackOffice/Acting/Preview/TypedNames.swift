import ContractService
import Contracts
import JSON
import Words

/// The names in a command, before they are in the vault.
enum TypedNames {
    /// The names with their persons: the holder (nil) or a new beneficiary.
    static func names(in body: JSON) -> [(BeneficiaryID?, PersonName)] {
        var names: [(BeneficiaryID?, PersonName)] = []
        for command in [body] + (body["commands"]?.array ?? []) {
            if let identity = command["holder"]?["identity"] { names.append((nil, name(identity))) }
            if let identity = command["identity"], let person = command["beneficiary"]?.string.flatMap({ BeneficiaryID($0) }) {
                names.append((person, name(identity)))
            }
        }
        return names
    }

    private static func name(_ identity: JSON) -> PersonName {
        PersonName(givenNames: identity["givenNames"]?.string, familyName: identity["familyName"]?.string)
    }
}
