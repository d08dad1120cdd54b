import Access
import ContractTesting
import FoundationEssentials
import HTML
import JSON
import Testing

@testable import BackOffice

/// What a supervisor reads of a proposal before confirming it.
@Suite struct ProposalItemTests {
    private func text(_ operation: ProposedRequest.Operation, path: String, body: JSON) throws -> String {
        let request = ProposedRequest(operation, path: path, contract: UUID(), body: body)
        let proposal = ProposedChange(
            number: 1, id: UUID(), request: request, proposedBy: "c.martin", proposedAt: 1_815_000_000_000_000,
            endsAt: 1_815_600_000_000_000, state: .waiting)
        return ProposalItem(proposal: proposal, contract: try ExampleLife.contract(), visit: .example()).html.text
    }

    @Test func `an erasure says whom it is about`() throws {
        let (path, body): (String, JSON) = ("/v1/contracts/x/people", ["reason": "demande écrite"])
        #expect(try text(.erase, path: "\(path)/holder/erase", body: body).contains("du contrat : l'agent"))
        #expect(try text(.erase, path: "\(path)/\(ExampleLife.ines)/erase", body: body).contains("du contrat : enfant"))
    }

    @Test func `a correction says what it tells, not only what it annuls`() throws {
        let body: JSON = [
            "rescind": [7], "commands": [["command": "resume", "effectiveOn": "2027-01-06"]], "reason": "erreur de saisie",
        ]
        let text = try text(.correct, path: "/v1/contracts/x/correct", body: body)
        #expect(text.contains("fait 7") && text.contains("À la place : Reprise du travail") && text.contains("2027-01-06"))
    }
}
