import Access
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import HTML
import JSON
import Words

extension BackOffice {
    /// *Propositions*: requests that need two people, to confirm, reject or withdraw.
    var proposalPages: [Page] {
        guard let desk = proposalDesk else { return [] }
        return [
            .get("/proposals", for: .recorders) { request, visit in
                let proposals = try await desk.proposals(for: visit.caller, before: nil, limit: Self.proposalsPerPage)
                return try await list(proposals, visit, refused: request.query["refused"] != nil)
            },
            .post("/proposals/{proposal}/confirm", for: .roles([.supervisor])) { request, visit in
                try await settle(.confirm, request, visit, at: desk)
            },
            .post("/proposals/{proposal}/reject", for: .roles([.supervisor])) { request, visit in
                guard let reason = request.form["reason"] else {
                    return .seeOther(PageAddress("proposals").setting("refused", to: "reason"))
                }
                return try await settle(
                    .reject(reason: StatedReason(body: ["reason": .string(reason)]).text), request, visit, at: desk)
            },
            .post("/proposals/{proposal}/withdraw", for: .recorders) { request, visit in
                try await settle(.withdraw, request, visit, at: desk)
            },
        ]
    }

    private static let proposalsPerPage = 50

    private func settle(
        _ decision: ProposalDecision, _ request: PageRequest, _ visit: Visit, at desk: any ProposalDeciding
    ) async throws -> PageAnswer {
        let id: ContractID = try request.segment("proposal")
        try await desk.settle(id.uuid, by: decision, of: visit.caller)
        return .seeOther(PageAddress("proposals"))
    }

    private func list(_ proposals: [ProposedChange], _ visit: Visit, refused: Bool) async throws -> PageAnswer {
        var items = HTML()
        for proposal in proposals {
            let record = try await service.record(of: ContractID(proposal.request.contract), knownAt: .now)
            items += ProposalItem(proposal: proposal, contract: record.present, visit: visit).html
        }
        let trouble: HTML = """
            <div class="trouble"><p>\(visit("Dites pourquoi vous refusez la proposition.", "Say why you turn the proposal down."))</p></div>

            """
        let none: HTML = "<p>\(visit("Aucune proposition n'attend.", "No proposal waits."))</p>\n"
        return page(
            visit("Propositions", "Proposals"), for: visit, status: refused ? 422 : 200,
            main: """
                <div class="wrap">
                <h1 class="big">\(visit("Propositions", "Proposals"))</h1>
                <p>\(visit("Annuler un fait ou effacer une personne demande deux personnes : l'une propose, une autre confirme.", "To annul a fact or to erase a person takes two people: one proposes, another confirms."))</p>
                \(if: refused, trouble)\(if: proposals.isEmpty, none)<ul class="list">
                \(items)</ul>
                </div>

                """)
    }
}
