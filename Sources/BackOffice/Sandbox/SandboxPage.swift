import Access
import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// *Bac à sable*: the clock, made-up lives, and the reset. Production has no such page.
    var sandboxPages: [Page] {
        guard let sandbox else { return [] }
        return [
            .get("/sandbox", for: .signedIn) { request, visit in try await clock(visit, typed: request.query["day"]) },
            .post("/sandbox/move", for: Self.keepers) { request, visit in
                let day: Day?
                let typed = request.form["day"]
                // The redirect target explains why the day cannot be reached.
                let refused = PageAddress("sandbox").setting("day", to: typed)
                switch request.form["to"] {
                case "day": day = visit.today.next
                case "month": day = visit.today.endOfMonth
                case "deadline": day = try await nextDeadline(visit)
                default: day = typed.flatMap { try? DayReader(today: visit.today).day($0) }
                }
                guard let day else { return .seeOther(refused) }
                do { try await sandbox.setClock(to: day.morning ?? visit.now) } catch ServiceError.clockGoesBack {
                    return .seeOther(refused)
                }
                return .seeOther(PageAddress("sandbox"))
            },
            .post("/sandbox/lives", for: .recorders) { _, visit in
                for life in SandboxLife.all { try await tell(life, visit) }
                return .seeOther(PageAddress("sandbox").at("lives"))
            },
            .post("/sandbox/reset", for: Self.keepers) { _, _ in
                try await sandbox.reset()
                // They were about contracts that are gone.
                answers.forget()
                whatIfs.forget()
                actuary.forget()
                factDelays.forget()
                previews.forget()
                return .seeOther(PageAddress("sandbox"))
            },
        ]
    }

    /// The callers who may set the clock, as in the API.
    private static let keepers = Audience.roles([.supervisor, .operator])

    /// Records a life. Commands recorded before are sent again under the same key, and change nothing.
    private func tell(_ life: SandboxLife, _ visit: Visit) async throws {
        for (place, command) in life.commands.enumerated() {
            _ = try await service.submit(
                Submission(
                    contract: life.contract, command: command.name, body: command.body, caller: visit.caller.id,
                    idempotencyKey: "life \(life.contract) \(place)"))
        }
    }

    /// The first day after today with a deadline in a contract; nil when there is none.
    private func nextDeadline(_ visit: Visit) async throws -> Day? {
        var next: Day?
        for life in SandboxLife.all {
            guard let contract = try? await service.contract(life.contract, knownAt: .now).present else { continue }
            let days = contract.situation.deadlines.filter { $0.judged(asOf: visit.today) != nil }.map(\.dueOn)
            next = ([next].compactMap(\.self) + days.filter { $0 > visit.today }).min()
        }
        return next
    }

    /// The made-up lives: links to the recorded ones, and the button that records them all.
    private func lives(_ visit: Visit) async throws -> HTML {
        guard visit.mayRecord else { return HTML() }
        var (items, isWhole): (HTML, Bool) = (HTML(), true)
        for life in SandboxLife.all {
            let isThere = try await service.record(of: life.contract, knownAt: .now).present.version > 0
            isWhole = isWhole && isThere
            items +=
                isThere
                ? "<li><a href=\"\(PageAddress("contracts", life.contract.description))\">\(visit(life.about))</a></li>\n"
                : "<li>\(visit(life.about))</li>\n"
        }
        let button: HTML = """
            <form method="post" action="/sandbox/lives">\(visit.token)
            <button>\(visit("Enregistrer ces vies", "Record these lives"))</button>
            </form>

            """
        return """
            <section aria-labelledby="lives"><h2 id="lives">\(visit("Une vie pour chaque cas du guide", "A life for each case of the guide"))</h2>
            \(if: !isWhole, button)<ol>
            \(items)</ol></section>

            """
    }

    /// Why the clock cannot be set to the typed day; nil when it can, or when no day was typed.
    private func trouble(with typed: String?, _ visit: Visit) -> Bilingual? {
        guard let typed else { return nil }
        guard let day = try? DayReader(today: visit.today).day(typed) else {
            return both(
                "Ce jour n'est pas lisible : écrivez par exemple 01/09/2026.", "This day cannot be read: write for example 01/09/2026.")
        }
        return day.morning.map { $0 < visit.now } ?? false ? explain(.clockGoesBack).detail : nil
    }

    private func clock(_ visit: Visit, typed: String?) async throws -> PageAnswer {
        let deadline = try await nextDeadline(visit)
        let deadlineButton = deadline.map { day -> HTML in
            "<button name=\"to\" value=\"deadline\">\(visit("Prochaine échéance :", "Next deadline:")) \(Phrase.day(day, in: visit.language, near: visit.today).html)</button>\n"
        }
        let refused = trouble(with: typed, visit)
        let trouble = refused.map { refused -> HTML in "<div class=\"trouble\" tabindex=\"-1\" autofocus><p>\(visit(refused))</p></div>\n" }
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Bac à sable", "Sandbox"))</h1>
            <p>\(visit("Rien ici n'est réel. L'horloge s'arrête entre deux réglages ; elle ne recule pas.", "Nothing here is real. The clock stands still between two settings; it does not go back."))</p>
            \(trouble)<p>\(visit("Il est ici :", "The time here:")) <strong>\(visit.now.written(in: visit.language))</strong></p>
            <form method="post" action="/sandbox/move" class="acts">\(visit.token)
            <button name="to" value="day">\(visit("Lendemain", "Next day"))</button>
            <button name="to" value="month">\(visit("Fin du mois", "End of the month"))</button>
            \(deadlineButton)\
            </form>
            <form method="post" action="/sandbox/move" class="form">\(visit.token)
            <div class="field"><label for="day">\(visit("Ou un jour à venir", "Or a later day"))</label><input id="day" name="day" autocomplete="off" inputmode="numeric" required value="\(refused == nil ? nil : typed)"></div>
            <p><button name="to" value="typed">\(visit("Avancer à ce jour", "Move to this day"))</button></p>
            </form>
            \(try await lives(visit))\
            <h2>\(visit("Recommencer", "Begin again"))</h2>
            <form method="post" action="/sandbox/reset">\(visit.token)
            <p>\(visit("Tout est vidé, et l'horloge est libre.", "Everything is emptied, and the clock is free."))</p>
            <button>\(visit("Tout vider", "Empty everything"))</button>
            </form>
            </div>

            """
        let title = visit("Bac à sable", "Sandbox")
        return page(
            refused == nil ? title : "\(visit("Erreur : ", "Error: "))\(title)", for: visit, status: refused == nil ? 200 : 422, main: main)
    }
}

extension Day {
    /// The last day of the month; on that day, the last day of the next month.
    fileprivate var endOfMonth: Day {
        let last = Month(of: self).next.firstDay.previous
        return last == self ? Month(of: self).next.next.firstDay.previous : last
    }

    /// The instant of the day to which the clock is set; nil for a day outside the calendar.
    fileprivate var morning: Instant? { Instant("\(self)T09:00:00Z") }
}
