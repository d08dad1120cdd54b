import Access
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import HTML
import JSON
import Words

extension BackOffice {
    /// *Que s'est-il passé ?*: the menu, the form, the preview, and the recording.
    var actPages: [Page] {
        [
            .get("/contracts/new", for: .recorders) { _, _ in
                .seeOther(PageAddress("contracts", ContractID(UUID()).description, "act", ClerkCommand.affiliate.rawValue))
            },
            .get("/contracts/{contract}/act", for: .recorders) { request, visit in try await menu(request, visit) },
            .get("/contracts/{contract}/act/{command}", for: .recorders) { request, visit in try await commandPage(request, visit) },
            .post("/contracts/{contract}/act/{command}", for: .recorders, onlySeals: true) { request, visit in
                try await draft(request, visit)
            },
            .post("/contracts/{contract}/act/{command}/confirm", for: .recorders) { request, visit in
                try await confirm(request, visit)
            },
        ]
    }

    /// The data of the pages about the contract in the path. Names are read only if the contract exists.
    func actContext(_ request: PageRequest, _ visit: Visit) async throws -> ActContext {
        let record = try await service.record(of: request.contract, knownAt: .now)
        let names = record.present.version == 0 ? .none : try await names(of: record, for: visit)
        return ActContext(visit: visit, record: record, names: names)
    }

    /// Opens a sealed draft; nil when it no longer opens.
    func openDraft(_ sealed: String, _ contract: ContractID, _ command: ClerkCommand, _ visit: Visit) -> ActDraft? {
        seal.open(sealed, for: ActDraft.purpose(contract, command), by: visit.caller.id).flatMap { ActDraft($0) }
    }

    /// Seals a draft.
    func sealed(_ draft: ActDraft, _ contract: ContractID, _ command: ClerkCommand, _ visit: Visit) -> String {
        seal.seal(draft.text, for: ActDraft.purpose(contract, command), owner: visit.caller.id)
    }

    /// Seals the answers, and redirects to the page of the form.
    private func draft(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let segment: String = try request.segment("command")
        let contract = try request.contract
        if segment == AbsenceQuestion.segment { return .seeOther(absenceAnswer(request, contract, visit)) }
        guard let command = ClerkCommand(rawValue: segment) else { throw PageTrouble.notFound }
        let record = try await service.record(of: contract, knownAt: .now)
        var typed = TypedFields(request.form)
        let prefill = FormPrefill(context: ActContext(visit: visit, record: record, names: .none), query: PageFields())
        let changed = ActForm(request.form, of: command).change(&typed) { prefill.tell($0, at: $1, in: &$2) }
        let draft = ActDraft(typed, version: record.present.version, day: visit.today, next: request.form["next"])
        let page = PageAddress("contracts", contract.description, "act", command.rawValue)
            .setting("draft", to: sealed(draft, contract, command, visit))
        return .seeOther(changed.map { page.setting("edit", to: "1").at($0) } ?? page)
    }
}
