import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

extension BackOffice {
    /// The files of the day: reminders as a list, a mail-merge file and letters, and the mark that they were sent.
    var reminderPages: [Page] {
        [
            .get("/work/reminders", for: .recorders) { request, visit in try await reminders(request, visit) },
            .get("/work/reminders/file", for: .recorders) { request, visit in
                guard let (list, holders, names) = try await postalReminders(request, visit) else { return staleReminders(visit) }
                let file = ReminderFile(list: list, holders: holders, names: names, language: visit.language)
                return .file(file.bytes, type: "text/csv; charset=utf-8", name: visit("rappels", "reminders") + "-\(list.day).csv")
            },
            .get("/work/reminders/letters", for: .recorders) { request, visit in
                guard let (list, holders, names) = try await postalReminders(request, visit) else { return staleReminders(visit) }
                let letters = ReminderLetters(list: list, holders: holders, names: names, visit: visit)
                return page(visit("Lettres de rappel", "Letters of reminder"), for: visit, main: letters.html)
            },
            .post("/work/reminders/sent", for: .recorders) { request, visit in
                guard let list = try await reminders(request.form["list"], visit) else {
                    return .seeOther(PageAddress("work", "reminders").setting("stale", to: "yes"))
                }
                let kept = try await service.keepSent(list.reminders, by: visit.caller.id)
                return .seeOther(
                    PageAddress("work", "reminders").setting("day", to: list.day == visit.today ? nil : list.day.description)
                        .setting("sent", to: String(kept)))
            },
        ]
    }

    private func reminders(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        var (day, unreadable) = (visit.today, UnreadableText?.none)
        if let text = request.query["day"] {
            do throws(UnreadableText) {
                if let written = Day(text) { day = written } else { day = try DayReader(today: visit.today).day(text) }
            } catch { unreadable = error }
        }
        try count(.search, visit)
        async let sent = service.remindersSent(on: day)
        let list = try await reminders(on: day, knownAt: visit.now)
        let rows = list.items.map { WorkItem(row: WorkRow($0.reminder), contract: $0.contract) }
        let view = ReminderView(
            list: list, names: try await names(of: rows, for: visit), sent: try await sent, day: day, unreadable: unreadable,
            typed: request.query["day"] ?? "", marked: request.query["sent"].flatMap { Int($0) }, isStale: request.query["stale"] != nil,
            sealed: list.mark.sealed(seal, visit), visit: visit)
        return page(visit("Rappels du jour", "Reminders of the day"), for: visit, main: view.html)
    }

    private func staleReminders(_ visit: Visit) -> PageAnswer {
        let title = visit("Cette liste n'est plus à jour", "This list is no longer up to date")
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(title)</h1>
            <p>\(visit("Elle a plus d'une heure, ou ce qu'on en savait a changé. Rien n'a été marqué comme envoyé.", "It is over an hour old, or what was known of it has changed. Nothing was marked as sent."))</p>
            <p><a class="btn main" href="/work/reminders">\(visit("Rappels du jour", "Reminders of the day"))</a></p>
            </div>

            """
        return page(title, for: visit, status: 409, main: main)
    }

    private typealias PostalReminders = (list: ReminderList, holders: [ContractID: PostalIdentity], names: [ContractID: ShownNames])

    /// The list in an address, with the names and addresses of its people. The access log has each reading before this returns.
    private func postalReminders(_ request: PageRequest, _ visit: Visit) async throws -> PostalReminders? {
        guard let list = try await reminders(request.query["list"], visit) else { return nil }
        try count(.search, visit)
        let identities = try await service.identities(of: Array(Set(list.items.map(\.reminder.contract))))
        var named: [ContractID: Set<Person>] = [:]
        var erased: [ContractID: Set<Person>] = [:]
        for item in list.items {
            let people: Set<Person> = [.holder, item.reminder.person]
            named[item.reminder.contract, default: []].formUnion(people)
            erased[item.reminder.contract, default: []].formUnion(people.filter { item.contract?.hasErased($0.beneficiary) ?? false })
        }
        var (holders, names): ([ContractID: PostalIdentity], [ContractID: ShownNames]) = ([:], [:])
        var readings: [Reading] = []
        for (contract, people) in named {
            let known = (identities[contract] ?? [:]).filter { people.contains($0.key) }
            let gone = erased[contract] ?? []
            names[contract] = ShownNames(identities: known, erased: gone)
            holders[contract] = PostalIdentity(known[.holder])
            for person in people.subtracting(gone) {
                let shown = person == .holder ? ["familyName", "givenNames", "address", "email", "phone"] : ["familyName", "givenNames"]
                let fields = shown.filter { known[person]?[$0]?.string != nil }
                readings.append(
                    Reading(
                        by: visit.caller, .person, contract: contract.uuid, person: person.description, fields: fields,
                        found: fields.isEmpty ? 0 : 1, trace: visit.trace))
            }
        }
        try await recordReadings(readings)
        countShown(readings.count, visit)
        return (list, holders, names)
    }
}
