import Access
import CivilTime
import ContractService
import HTML
import Words

extension BackOffice {
    /// *Bac à sable*: the clock, and a new beginning. The real thing has no such page.
    var sandboxPages: [Page] {
        guard let sandbox else { return [] }
        return [
            .get("/sandbox", for: .signedIn) { _, visit in clock(visit, refused: nil) },
            .post("/sandbox/move", for: .signedIn) { request, visit in
                let reader = DayReader(today: visit.today)
                let day: Day?
                switch request.form["to"] {
                case "day": day = visit.today.next
                case "month": day = Month(of: visit.today).next.firstDay
                default: day = request.form["day"].flatMap { try? reader.day($0) }
                }
                guard let day else { return clock(visit, refused: explain(.clockGoesBack), unread: true) }
                do { try await sandbox.setClock(to: Instant("\(day)T09:00:00Z") ?? visit.now) } catch ServiceError.clockGoesBack {
                    return clock(visit, refused: explain(.clockGoesBack))
                }
                return .seeOther(PageAddress("sandbox"))
            },
            .post("/sandbox/reset", for: .signedIn) { _, _ in
                try await sandbox.reset()
                return .seeOther(PageAddress("sandbox"))
            },
        ]
    }

    private func clock(_ visit: Visit, refused: Trouble?, unread: Bool = false) -> PageAnswer {
        let trouble = refused.map { trouble -> HTML in
            let detail =
                unread
                ? visit(
                    "Ce jour n'est pas lisible : écrivez par exemple 01/09/2026.", "This day cannot be read: write for example 01/09/2026.")
                : visit(trouble.detail)
            return "<div class=\"trouble\"><p>\(detail)</p></div>\n"
        }
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Bac à sable", "Sandbox"))</h1>
            <p>\(visit("Rien ici n'est réel. L'horloge s'arrête entre deux réglages ; elle ne recule pas.", "Nothing here is real. The clock stands still between two settings; it does not go back."))</p>
            \(trouble)<p>\(visit("Il est ici :", "The time here:")) <strong>\(visit.now.written(in: visit.language))</strong></p>
            <form method="post" action="/sandbox/move" class="acts">\(visit.token)
            <button name="to" value="day">\(visit("Lendemain", "Next day"))</button>
            <button name="to" value="month">\(visit("Mois suivant", "Next month"))</button>
            </form>
            <form method="post" action="/sandbox/move" class="form">\(visit.token)
            <div class="field"><label for="day">\(visit("Ou un jour à venir", "Or a later day"))</label><input id="day" name="day" autocomplete="off" inputmode="numeric"></div>
            <p><button name="to" value="typed">\(visit("Avancer à ce jour", "Move to this day"))</button></p>
            </form>
            <h2>\(visit("Recommencer", "Begin again"))</h2>
            <form method="post" action="/sandbox/reset">\(visit.token)
            <p>\(visit("Tout est vidé, et l'horloge est libre.", "Everything is emptied, and the clock is free."))</p>
            <button>\(visit("Tout vider", "Empty everything"))</button>
            </form>
            </div>

            """
        return page(visit("Bac à sable", "Sandbox"), for: visit, status: refused == nil ? 200 : 422, main: main)
    }
}
