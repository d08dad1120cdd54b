import Access
import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// Papers, and the verification of their references.
    var paperPages: [Page] {
        [
            .get("/contracts/{contract}/papers", for: .readers) { request, visit in try await papers(request, visit) },
            .get("/contracts/{contract}/papers/{paper}", for: .readers) { request, visit in try await paper(request, visit) },
            .get("/verify", for: .signedIn) { request, visit in try await verify(request, visit) },
        ]
    }

    /// The day of a paper; for a statement, the first of the month in `month`.
    private func day(of kind: PaperKind, _ times: TwoTimes, _ query: PageFields, _ visit: Visit) -> Day {
        guard kind == .statement, let text = query["month"] else { return times.on }
        return (Month(text) ?? (try? DayReader(today: visit.today).month(text)))?.firstDay ?? times.on
    }

    private func papers(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let times = TwoTimes(request.query, visit).upToNow(visit)
        let record: ContractRecord
        switch try await self.record(ContractLinks(id: request.contract, times: times), visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        let offers = try await service.reckon(of: record.id, facts: record.entries.count) {
            PaperKind.allCases.map { kind -> PaperOffer in
                do throws(PaperRefusal) {
                    let day = day(of: kind, times, request.query, visit)
                    return PaperOffer(kind: kind, isProvisional: try StampedPaper(kind, of: record, on: day).content.isProvisional)
                } catch { return PaperOffer(kind: kind, refusal: error) }
            }
        }
        let names = try await names(of: record, for: visit)
        let list = PaperList(record: record, times: times, month: request.query["month"], offers: offers, name: names[nil], visit: visit)
        return page(visit("Attestations", "Certificates"), for: visit, isPast: times.knownAt != .now, main: list.html)
    }

    private func paper(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let kind: PaperKind = try request.segment("paper")
        let times = TwoTimes(request.query, visit).upToNow(visit)
        let day = day(of: kind, times, request.query, visit)
        let record: ContractRecord
        switch try await self.record(ContractLinks(id: request.contract, times: times), visit) {
        case .known(let found): record = found
        case .answered(let page): return page
        }
        let drawn = try await service.reckon(of: record.id, facts: record.entries.count) { () -> Result<StampedPaper, PaperRefusal> in
            do throws(PaperRefusal) { return .success(try StampedPaper(kind, of: record, on: day)) } catch { return .failure(error) }
        }
        let names = try await names(of: record, for: visit)
        let back = times.keeping(PageAddress("contracts", record.id.description, "papers"))
        switch drawn {
        case .success(let paper):
            let view = PaperView(
                paper: paper, reference: paper.reference.written(under: paperKey), names: names, schemes: record.schemes, back: back,
                visit: visit)
            return page(view.title, for: visit, main: view.html)
        case .failure(let refusal):
            let sentence = record.known.sentence(on: day, today: visit.today, name: names[nil], in: visit.language)
            let main: HTML = """
                <div class="wrap">
                <h1 class="big">\(visit("Ce papier ne s'applique pas", "This paper does not apply"))</h1>
                <p class="say">\(visit(kind.words.capitalized))\(visit(" : ", ": "))\(visit(refusal.words))</p>
                <p>\(sentence.phrase.html)</p>
                \(refusal.missing(in: visit))<p class="acts"><a class="btn" href="\(back)">\(visit("Autres attestations", "Other certificates"))</a></p>
                </div>

                """
            return page(visit("Ce papier ne s'applique pas", "This paper does not apply"), for: visit, status: 404, main: main)
        }
    }
}

extension PaperRefusal {
    /// The rules that a start of portability would still break, as a list.
    fileprivate func missing(in visit: Visit) -> HTML? {
        guard case .noPortability(let rules) = self, !rules.isEmpty else { return nil }
        let items = rules.map { rule -> HTML in "<li><p>\(visit(rule)) <span class=\"src\">\(rule.id) · \(rule.source)</span></p></li>\n" }
        return "<h2>\(visit("Ce qui manque pour l'ouvrir", "What is missing to begin it"))</h2>\n<ul class=\"list\">\n\(items)</ul>\n"
    }
}
