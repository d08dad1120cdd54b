import ContractService
import Contracts
import ContractTesting
import HTTPTypes
import JSON
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// No page shows anything of a person who was erased: neither a name nor a number, and no page writes any.
@Suite(.timeLimit(.minutes(10))) struct ErasedPersonTests {
    @Test func `nothing of an erased holder's name stands on any page, and the family is named as before`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated(familyName: "Quintessence", givenNames: "Zébulon")
            let spouse = "00000000-0000-4000-8000-00000000a001"
            try await desk.tell(
                .addBeneficiary,
                [
                    "beneficiary": .string(spouse), "relation": "spouse", "bornOn": "1984-11-02", "fiscallyDependent": true,
                    "effectiveOn": "2026-05-01", "identity": ["familyName": "Palimpseste", "givenNames": "Ondine"],
                ], of: contract)
            try await desk.project()
            #expect(try await desk.get("/contracts/\(contract)").text.contains("Zébulon Quintessence"))
            #expect(try await desk.get("/").text.contains("Zébulon Quintessence"))

            _ = try await desk.contracts.erase(
                .holder, of: contract, for: ErasureOrder(["reason": "demande de la personne"]), by: "supervisor", proposedBy: "clerk")
            try await desk.project()
            for page in desk.pages where page.method == .get {
                let reply = try await desk.get(page.address(in: contract))
                #expect(!reply.text.contains("Zébulon") && !reply.text.contains("Quintessence"), "\(page.path)")
            }
            for query in ["?on=2026-06-01", "?known-at=version:1", "?window=all&why=holder", "?recorded=2"] {
                let reply = try await desk.get("/contracts/\(contract)\(query)")
                #expect(reply.status == 200 && !reply.text.contains("Quintessence"), "\(query)")
                #expect(query.contains("known-at") || reply.text.contains("Ondine"), "\(query)")
            }
            let person = try await desk.get("/contracts/\(contract)/people/holder")
            #expect(person.status == 200 && person.text.contains("a été effacée à la demande de la personne"))
            #expect(person.form(to: "/contracts/\(contract)/people/holder") == nil)
            #expect(try await desk.get("/contracts/\(contract)/people/\(spouse)").text.contains("Palimpseste"))
        }
    }

    @Test func `nothing is written of who was erased`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated(familyName: "Quintessence")
            let address = "/contracts/\(contract)/people/holder"
            let shown = try #require(try await desk.get(address).form(to: address))
            _ = try await desk.contracts.erase(
                .holder, of: contract, for: ErasureOrder(["reason": "demande de la personne"]), by: "supervisor", proposedBy: "clerk")
            let reply = try await desk.post(address, shown + [(name: "familyName", value: "Retour")])
            #expect(reply.status == 303 && reply.location == address)
            let found = try await desk.contracts.identities(of: [contract])
            #expect(found[contract]?[.holder] == nil)
        }
    }
}
