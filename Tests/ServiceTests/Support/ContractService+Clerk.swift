import Contracts
import JSON

@testable import ContractService

extension ContractService {
    /// What a clerk of the tests puts in the place of what is held.
    func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition = .none
    ) async throws -> HeldIdentity {
        try await setPerson(person, of: contract, to: content, if: condition, by: "clerk-7")
    }

    /// The people whom a line means: `name given contract person` each.
    func found(_ line: String) async throws -> [String] {
        guard let line = FindLine(line, employers: .standard) else { return ["no line"] }
        return try await people(line)["people"]?.array?.map { found in
            [found["familyName"]?.string, found["givenNames"]?.string].compactMap(\.self).joined(separator: " ")
        } ?? []
    }
}
