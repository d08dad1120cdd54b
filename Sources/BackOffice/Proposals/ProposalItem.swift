import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// A proposal in the list: the request, its author, its end, and the caller's possible actions.
struct ProposalItem {
    let proposal: ProposedChange
    let contract: Contract
    let visit: Visit

    var html: HTML {
        let id = ContractID(proposal.request.contract).description
        let at = Instant(microseconds: proposal.proposedAt).written(in: visit.language)
        let reason = proposal.request.body["reason"]?.string.map { text -> HTML in " — <q>\(text)</q>" }
        return """
            <li><p><strong>\(what)</strong>\(reason)</p>
            \(told)\
            <p><a href="\(PageAddress("contracts", id))">\(visit("Contrat", "Contract")) \(String(id.prefix(8)))</a> · \
            \(visit("proposé par", "proposed by")) <bdi>\(proposal.proposedBy)</bdi>, \(visit("le", "on")) \(at) · \(state)</p>
            \(actions)</li>

            """
    }

    /// The request, with the titles of the facts to annul. It names no person.
    private var what: HTML {
        switch proposal.request.operation {
        case .rescind: annulled([proposal.request.body["version"]?.integer].compactMap(\.self))
        case .correct: annulled(proposal.request.body["rescind"]?.array?.compactMap(\.integer) ?? [])
        case .erase: "\(visit("Effacer une personne du contrat :", "Erase a person of the contract:")) \(erased)"
        }
    }

    /// The person of an erasure: their relation to the holder, as a link to their identity. The confirming caller must see it, because an
    /// erasure cannot be undone.
    private var erased: HTML {
        guard let person = proposal.request.path.split(separator: "/").dropLast().last.flatMap({ Person(String($0)) }) else {
            return "\(proposal.request.path)"
        }
        let words = person.beneficiary.map { contract.relation(of: $0)?.words ?? both("bénéficiaire", "beneficiary") } ?? PersonName.holder
        return "<a href=\"\(PersonPage.address(of: person, in: ContractID(proposal.request.contract)))\">\(visit(words))</a>"
    }

    /// The new commands of a correction: they are confirmed together with the rescissions.
    private var told: HTML? {
        guard let commands = proposal.request.body["commands"]?.array, !commands.isEmpty else { return nil }
        let words = commands.compactMap { $0["command"]?.string }.map { name in ClerkCommand(rawValue: name).map { visit($0) } ?? name }
        return """
            <p>\(visit("À la place :", "In its place:")) \(words.joined(separator: ", "))</p>
            <details><summary>JSON</summary><pre tabindex="0"><code>\(String(decoding: JSON.array(commands).bytes(pretty: true), as: UTF8.self))</code></pre></details>

            """
    }

    private func annulled(_ versions: [Int]) -> HTML {
        let titles = versions.map { version -> HTML in
            let title = contract.events.first { $0.version == version }?.fact.title(in: visit.language) { _ in .missing }
            return "\(visit("fait", "fact")) \(version)\(title.map { title -> HTML in ", \(title.html)" })"
        }
        return "\(visit("Annuler :", "Annul:")) \(HTML.joined(titles, separator: " · "))"
    }

    private var state: HTML {
        switch proposal.state {
        case .waiting:
            "\(visit("attend jusqu'au", "waits until")) \(Instant(microseconds: proposal.endsAt).written(in: visit.language))"
        case .expired: "\(visit("personne n'a décidé à temps", "nobody decided in time"))"
        case .confirming: "\(visit("confirmé, en cours", "confirmed, under way"))"
        case .confirmed: "\(visit("confirmé", "confirmed"))"
        case .refused: "\(visit("confirmé, puis refusé par une règle", "confirmed, then refused by a rule"))"
        case .withdrawn: "\(visit("retiré", "taken back"))"
        case .rejected(let reason): "\(visit("refusé :", "turned down:")) <q>\(reason)</q>"
        }
    }

    private var actions: HTML {
        guard proposal.state == .waiting else { return HTML() }
        let path = "/proposals/\(ContractID(proposal.id))"
        if proposal.proposedBy == visit.caller.id {
            return """
                <form method="post" action="\(path)/withdraw">\(visit.token)<button>\(visit("Retirer la proposition", "Take the proposal back"))</button></form>

                """
        }
        guard visit.caller.capacity.has(oneOf: [.supervisor]) else { return HTML() }
        let field = "reason-\(proposal.number)"
        return """
            <form method="post" action="\(path)/confirm">\(visit.token)<button class="main">\(visit("Confirmer", "Confirm"))</button></form>
            <form method="post" action="\(path)/reject" class="form">\(visit.token)
            <div class="field"><label for="\(field)">\(visit("Ou refuser : pourquoi ?", "Or turn it down: why?"))</label>\
            <input id="\(field)" name="reason" maxlength="200" autocomplete="off"></div>
            <p><button>\(visit("Refuser", "Turn down"))</button></p></form>

            """
    }
}
