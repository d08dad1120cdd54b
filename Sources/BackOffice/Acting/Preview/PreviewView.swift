import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Picture
import Words

/// *Si vous enregistrez*: the answers as they were read, and the changes.
struct PreviewView {
    let context: ActContext
    let form: FormFields
    let read: ReadForm
    let trial: CommandTrial
    /// The name of the holder or of a beneficiary, including names just typed.
    let names: @Sendable (BeneficiaryID?) -> PersonName
    /// The day around which the picture shows the change.
    let day: Day

    private var visit: Visit { context.visit }

    init(_ context: ActContext, form: FormFields, read: ReadForm, trial: CommandTrial) {
        self.context = context
        self.form = form
        self.read = read
        self.trial = trial
        let typed = Dictionary(TypedNames.names(in: read.body)) { first, _ in first }
        names = { [names = context.names] person in
            let known = names[person]
            return known == .missing ? typed[person] ?? known : known
        }
        day = trial.new.day(in: context.record) ?? context.visit.today
    }

    /// The changes: the sentence, the months and the amounts.
    var changes: HTML {
        if trial.new.isEmpty {
            return """
                <p>\(visit("Ce fait est déjà connu : il n'y a rien à enregistrer.", "This fact is already known: there is nothing to record."))</p>

                """
        }
        let people = CalledPeople(of: context.present, adding: trial.new, names: names, in: visit.language)
        let view = ChangesView(trial.changes, settledThrough: Month(of: visit.today), people: people, in: visit.language)
        return "\(sentences)\(view.html)"
    }

    /// The sentence of the day, before and after.
    private var sentences: HTML {
        func sentence(_ contract: Contract) -> Phrase {
            contract.sentence(on: day, today: visit.today, name: names(nil), in: visit.language).phrase
        }
        let after = sentence(trial.after)
        guard context.present.version > 0 else { return "<p class=\"say\">\(after.html)</p>\n" }
        let before = sentence(context.present)
        if before == after { return "<p>\(visit("La phrase du jour reste :", "The sentence of the day stays:")) \(after.html)</p>\n" }
        return """
            <dl class="beforeafter"><dt>\(visit("Avant", "Before"))</dt><dd class="was">\(before.html)</dd>
            <dt>\(visit("Après", "After"))</dt><dd><strong>\(after.html)</strong></dd></dl>

            """
    }

    /// The picture, with earlier knowledge as hollow bars; empty when nothing changes.
    var picture: HTML {
        if trial.changes.isEmpty { return HTML() }
        func subject(_ contract: Contract) -> PictureSubject {
            PictureSubject(of: contract, present: contract, isPresent: true, names: names, in: visit.language)
        }
        let labels = PictureLabels(in: visit.language)
        let (after, before) = (subject(trial.after), context.present.version > 0 ? subject(context.present) : nil)
        let layout = PictureLayout(of: after, before: before, on: day, showing: trial.changes.firstDay, labels: labels)
        let (contract, version) = (context.address(), context.present.version)
        let drawing = PictureDrawing(layout, id: "frise", labels: labels) { target in
            switch target {
            case .why(_, let day): contract.setting("on", to: "\(day)")
            case .month(let month): contract.setting("month", to: "\(month)")
            case .present: contract
            case .known(let known): known <= version ? contract.setting("known-at", to: "version:\(known)") : .samePage
            }
        }
        let table = PictureTable(of: after, before: before, window: layout.window)
        return """
            <h3>\(visit("La frise, avant et après", "The timeline, before and after"))</h3>
            \(drawing.figure)<details><summary>\(visit("La frise en tableau", "The timeline as a table"))</summary>
            \(drawing.tables(table))</details>

            """
    }
}

extension [Fact] {
    /// The effective day of the first fact that has one; otherwise that of the first annulled fact.
    func day(in record: ContractRecord) -> Day? {
        lazy.compactMap(\.effectiveOn).first
            ?? lazy.compactMap { fact in fact.annuls.flatMap { record.entry($0)?.fact.effectiveOn } }.first
    }
}
