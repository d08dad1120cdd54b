import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// The menu of a contract for a day, today by default.
    func menu(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let context = try await actContext(request, visit)
        let times = TwoTimes(request.query, visit)
        let named = request.query["on"] == nil || !times.unreadable.isEmpty ? nil : times.on
        let day = times.on
        let record = context.record
        let permissions = try await service.reckon(of: context.id, facts: record.entries.count) {
            record.present.permissions(on: day, within: record.limits)
        }
        let unread = times.unreadable.first { $0.field == "on" }
        let next = request.query["next"]
        let reading = request.query[OtherKnowledgeNote.item]
        let kept = [("next", next), (OtherKnowledgeNote.item, reading)].compactMap { name, value in
            value.map { value -> HTML in "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">\n" }
        }
        let note = OtherKnowledgeNote(request.query, of: record, visit)?.html
        let problem = unread.map { unread -> HTML in
            "<span class=\"error\" id=\"on-wrong\">\(unread.problem.phrase(in: visit.language).html)</span>"
        }
        let title = visit("Que s'est-il passé ?", "What happened?")
        return page(
            unread == nil ? title : "\(visit("Erreur : ", "Error: "))\(title)", for: visit, status: unread == nil ? 200 : 422,
            main: """
                <div class="wrap">
                <p class="id top">\(context.holder)</p>
                <h1 class="big">\(title)</h1>
                \(noted(note))<form class="when" method="get" action="\(context.address("act"))">
                \(kept)                <div class="field\(unread == nil ? "" : " wrong")"><label for="on">\(visit("Quel jour ?", "On what day?"))</label>\(problem)
                <input id="on" name="on" value="\(unread?.text ?? day.writtenShort)" autocomplete="off"\
                \(attribute: "aria-describedby", unread == nil ? nil : "on-wrong")> <button>\(visit("Voir ce qui est possible", "See what is possible"))</button></div>
                </form>
                \(ActMenu(context: context, permissions: permissions, day: day, named: named, next: next, reading: reading).html)</div>

                """)
    }
}
