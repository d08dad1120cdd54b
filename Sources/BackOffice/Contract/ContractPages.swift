import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Picture
import Words

extension BackOffice {
    /// A contract, its facts, its changes and its audit.
    var contractPages: [Page] {
        [
            .get("/contracts/{contract}", for: .readers) { request, visit in try await contract(request, visit) },
            .get("/contracts/{contract}/changes", for: .readers) { request, visit in try await changes(request, visit) },
            .get("/contracts/{contract}/facts/{version}", for: .readers) { request, visit in try await fact(request, visit) },
            .get("/contracts/{contract}/audit", for: .readers) { request, visit in try await audit(request, visit) },
            .get("/contracts/{contract}/audit/json", for: .readers) { request, _ in
                let answer = try await service.answer(.events, of: request.contract, knownAt: .now)
                return .file(answer.body.bytes(pretty: true), type: "application/json")
            },
        ]
    }

    private func contract(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let times = TwoTimes(request.query, visit)
        var links = ContractLinks(id: try contractID(request), times: times)
        links.window = request.query["window"].flatMap { PictureSpan(rawValue: $0) }
        links.why = request.query["why"].flatMap { Person($0) }
        let record: ContractRecord
        switch try await self.record(links, visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }

        var month: Month?
        var unreadableMonth: (text: String, problem: UnreadableText)?
        if let text = request.query["month"] {
            do throws(UnreadableText) {
                if let read = Month(text) { month = read } else { month = try DayReader(today: visit.today).month(text) }
            } catch {
                unreadableMonth = (text, error)
            }
        }
        let isEnrolled = links.why.map { person in person.beneficiary.map { record.known.enrolled.contains($0) } ?? true } ?? true
        let asked = ContractReading.Asked(
            on: times.on, today: visit.today, month: month, why: isEnrolled ? links.why ?? .holder : .holder,
            window: links.window ?? .twoYears, facts: request.query["facts"].flatMap { Int($0) },
            recorded: request.query["recorded"].flatMap { Int($0) })
        let names = try await names(of: record, for: visit)
        let reading = try await service.reckon(of: record.id, facts: record.entries.count) {
            try ContractReading(record, asked, names: names, in: visit.language)
        }
        var next: PageAddress?
        if let sealed = request.query["next"] { next = try await nextFile(sealed, visit) }
        let page = ContractPage(
            record: record, visit: visit, links: links, names: names,
            people: CalledPeople(of: record.present, names: { names[$0] }, in: visit.language), asked: asked, reading: reading,
            unreadableMonth: unreadableMonth, nextFile: next, hasAccount: runs != nil)
        return self.page(page.title, for: visit, isPast: page.isOther, main: page.main)
    }

    private func changes(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        var compared = ComparedKnowledge(request.query, visit)
        let links = ContractLinks(id: try contractID(request), times: TwoTimes(knownAt: compared.after, visit))
        let record: ContractRecord
        switch try await self.record(links, visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        let names = try await names(of: record, for: visit)
        let first = compared.isReadable ? compared.before : nil
        func read(since first: KnownAt?) async throws -> ChangesReading {
            try await service.reckon(of: record.id, facts: record.entries.count) {
                try ChangesReading(record, since: first, today: visit.today, names: names, in: visit.language)
            }
        }
        let reading: ChangesReading
        do { reading = try await read(since: first) } catch let trouble as ChangesReading.Trouble {
            compared.from.problem = trouble == .later ? .later : .noSuchFact(of: record.entries.count)
            reading = try await read(since: nil)
        }
        let page = ChangesPage(
            record: record, visit: visit, links: links, names: names,
            people: CalledPeople(of: record.present, names: { names[$0] }, in: visit.language), compared: compared, reading: reading)
        return self.page(page.title, for: visit, main: page.main)
    }

    private func fact(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let links = ContractLinks(id: try contractID(request), times: TwoTimes(request.query, visit))
        let record: ContractRecord
        switch try await present(links, visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        guard let entry = record.entry(try request.segment("version")) else { return noSuchFact(record, links, visit) }
        let names = try await names(of: record, for: visit)
        let version = entry.version
        let (told, rests) = try await service.reckon(of: record.id, facts: record.entries.count) {
            (try record.history.changes(toldBy: version...version).last, record.present.covers(restingOn: version))
        }
        let page = FactPage(
            record: record, entry: entry, told: told, rests: rests, visit: visit, links: links, names: names,
            people: CalledPeople(of: record.present, names: { names[$0] }, in: visit.language))
        return self.page(page.title, for: visit, main: page.main)
    }

    private func audit(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let links = ContractLinks(id: try contractID(request), times: TwoTimes(request.query, visit))
        let record: ContractRecord
        switch try await present(links, visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        let names = try await names(of: record, for: visit)
        let first = request.query["from"].flatMap { Int($0) } ?? 1
        let page = AuditPage(
            record: record, proof: try await service.hashProof(of: record), first: min(max(first, 1), record.entries.count), visit: visit,
            links: links, names: names, people: CalledPeople(of: record.present, names: { names[$0] }, in: visit.language))
        return self.page(page.title, for: visit, main: page.main)
    }
}
