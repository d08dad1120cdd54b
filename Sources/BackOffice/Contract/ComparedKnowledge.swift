import ContractService
import Words

/// The two knowledges of *Ce qui a changé*, as typed.
struct ComparedKnowledge: Sendable {
    /// A typed text, and its problem.
    struct Typed: Sendable {
        let text: String
        var problem: Problem?
    }

    /// The problem of a field.
    enum Problem: Sendable {
        case unreadable(UnreadableText)
        /// The contract has fewer facts.
        case noSuchFact(of: Int)
        /// The first knowledge is later than the second.
        case later

        func phrase(in language: Language) -> Phrase {
            switch self {
            case .unreadable(let problem): problem.phrase(in: language)
            case .noSuchFact(of: 1): language == .french ? "Ce contrat n'a qu'un fait." : "This contract has only one fact."
            case .noSuchFact(let count):
                language == .french ? "Ce contrat n'a que \(count) faits." : "This contract has only \(count) facts."
            case .later:
                language == .french
                    ? "Le premier instant est après le second : échangez-les." : "The first instant is after the second: swap them."
            }
        }
    }

    /// The first knowledge as typed.
    var from: Typed
    /// The second knowledge as typed.
    var to: Typed
    /// The first knowledge; nil for the one before the last facts.
    private(set) var before: KnownAt?
    /// The second knowledge.
    private(set) var after = KnownAt.now

    /// Whether both fields could be read.
    var isReadable: Bool { from.problem == nil && to.problem == nil }

    /// Reads `from` and `to`.
    init(_ query: PageFields, _ visit: Visit) {
        let reader = DayReader(today: visit.today)
        from = Typed(text: query["from"] ?? "")
        to = Typed(text: query["to"] ?? "")
        do throws(UnreadableText) { before = from.text.isEmpty ? nil : try KnownAt(from.text, by: reader) } catch {
            from.problem = .unreadable(error)
        }
        do throws(UnreadableText) { after = to.text.isEmpty ? .now : try KnownAt(to.text, by: reader) } catch {
            to.problem = .unreadable(error)
        }
        // A value from a link is shown in the form that a clerk would type.
        if KnownAt(from.text) != nil, let before { from = Typed(text: before.typed(in: visit.language)) }
        if KnownAt(to.text) != nil { to = Typed(text: after.typed(in: visit.language)) }
    }
}
