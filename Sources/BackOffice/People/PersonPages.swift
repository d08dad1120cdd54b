import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

extension BackOffice {
    /// A person's identity, and the form that changes it.
    var personPages: [Page] {
        [
            .get("/contracts/{contract}/people/{person}", for: .readers) { request, visit in try await person(request, visit) },
            .post("/contracts/{contract}/people/{person}", for: .recorders) { request, visit in
                try await setPerson(request, visit)
            },
        ]
    }

    private func person(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let person: Person = try request.segment("person")
        let links = ContractLinks(id: try contractID(request), times: TwoTimes(request.query, visit))
        let record: ContractRecord
        switch try await present(links, visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        try count(.person, visit)
        var isErased = false
        var held: HeldIdentity?
        do { held = try await service.person(person, of: record) } catch ServiceError.refused(.beneficiaryUnknown, _, _, _) {
            return unknownPerson(record, links, visit)
        } catch ServiceError.personErased { isErased = true }
        if let found = held, visit.caller.capacity.seesPeopleMasked { held = HeldIdentity(content: found.content.masked, tag: found.tag) }
        // The reading is logged before the page is shown, even when nothing is stored or the person was erased.
        let fields = held?.content.object?.members.map(\.key) ?? []
        try await recordReadings([
            Reading(
                by: visit.caller, .person, contract: record.id.uuid, person: person.description, fields: fields,
                found: held == nil ? 0 : 1, trace: visit.trace)
        ])
        let purpose = Self.purpose(of: person, in: record.id)
        let draft = request.query["draft"].flatMap { seal.open($0, for: "draft \(purpose)", by: visit.caller.id) }
            .flatMap { TypedIdentity($0) }
        let isStale = draft.map { $0.tag != held?.tag ?? "" } ?? false
        let shown = TypedIdentity.json(TypedIdentity.fields(of: held?.content)).description
        let page = PersonPage(
            record: record, person: person, visit: visit, back: links.page, held: held, isErased: isErased, draft: isErased ? nil : draft,
            recorded: isStale && !isErased ? try await lastRecorded(person, of: record.id) : nil,
            sealedSeen: visit.mayRecord ? seal.seal(shown, for: "seen \(purpose)", owner: visit.caller.id) : "",
            wasSaved: request.query["saved"] != nil)
        return self.page(page.title, for: visit, status: page.isRefusal ? 422 : 200, main: page.main)
    }

    /// Takes the form. A refused input is sealed into the address of the page.
    private func setPerson(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let person: Person = try request.segment("person")
        let contract = try contractID(request)
        let address = PersonPage.address(of: person, in: contract)
        let purpose = Self.purpose(of: person, in: contract)
        let typed = TypedIdentity(
            request.form, seen: request.form["seen"].flatMap { seal.open($0, for: "seen \(purpose)", by: visit.caller.id) })
        let draft = address.setting("draft", to: seal.seal(typed.text, for: "draft \(purpose)", owner: visit.caller.id))
        if !typed.wrong.isEmpty { return .seeOther(draft) }
        let condition: IdentityCondition = typed.tag.isEmpty ? .notHeld : .held(tags: [typed.tag])
        do {
            _ = try await service.setPerson(person, of: contract, to: typed.content, if: condition, by: visit.caller.id)
        } catch ServiceError.personChanged { return .seeOther(draft) } catch ServiceError.personErased { return .seeOther(address) }
        return .seeOther(address.setting("saved", to: "1"))
    }

    /// Who last recorded the stored data of a person, and when.
    private func lastRecorded(_ person: Person, of contract: ContractID) async throws -> (by: String, at: Instant)? {
        let changes: JSON
        do { changes = try await service.personChanges(person, of: contract) } catch ServiceError.personUnknown { return nil }
        guard let last = changes["changes"]?[0], let by = last["recordedBy"]?.string,
            let at = last["recordedAt"]?.string.flatMap({ Instant($0) })
        else { return nil }
        return (by, at)
    }

    private func unknownPerson(_ record: ContractRecord, _ links: ContractLinks, _ visit: Visit) -> PageAnswer {
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Personne inconnue", "Unknown person"))</h1>
            <p>\(visit("Personne n'a ce numéro dans ce contrat.", "Nobody in this contract has that number."))</p>
            <p><a href="\(links.present.at("couverture"))">\(visit("Voir les personnes du contrat", "See the people of the contract"))</a></p>
            </div>

            """
        return page(visit("Personne inconnue", "Unknown person"), for: visit, status: 404, main: main)
    }

    private static func purpose(of person: Person, in contract: ContractID) -> String { "person \(contract) \(person)" }
}
