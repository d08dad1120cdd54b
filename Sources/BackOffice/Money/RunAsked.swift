import Billing
import BillingService
import CivilTime
import HTML
import Words

/// The run that a page previews or a form makes, from its fields.
struct RunAsked {
    /// The scheme; the first one with parameters of money when the fields name none of them.
    let scheme: String
    let kind: RunKind
    /// The month as it was typed; nil for the proposed one.
    let typed: String?
    /// The month to call, or the last month of the books to shut.
    let month: Month
    /// Why the typed month cannot be read.
    private(set) var unreadable: UnreadableText?
    /// The run to take back.
    let cancels: Int?

    /// Reads the fields.
    ///
    /// - Parameters:
    ///   - schemes: the schemes with parameters of money, at least one.
    ///   - history: all runs: the month after the last one called is proposed.
    init(_ fields: PageFields, schemes: [String], after history: RunHistory, _ visit: Visit) {
        scheme = fields["scheme"].flatMap { schemes.contains($0) ? $0 : nil } ?? schemes[0]
        cancels = fields["cancels"].flatMap { Int($0) }
        let kind = fields["kind"].flatMap { RunKind(rawValue: $0) } ?? .regular
        self.kind = kind == .cancelling && cancels == nil ? .regular : kind
        typed = fields["month"]
        let present = Month(of: visit.today)
        let proposed = kind == .closing ? present.previous : history.book(of: scheme).lastCalled?.next ?? present
        var month = proposed
        if let typed {
            do throws(UnreadableText) { month = try visit.month(typed) } catch { unreadable = error }
        }
        self.month = month
    }

    /// The run; nil when its month cannot be read.
    var order: RunOrder? {
        if hasMonth, unreadable != nil { return nil }
        let request: RunRequest =
            switch kind {
            case .opening: .opening(month)
            case .regular: .regular(month)
            case .catchUp: .catchUp
            case .closing: .closing(through: month)
            case .cancelling: .cancelling(cancels ?? 0)
            }
        return RunOrder(scheme: scheme, request)
    }

    /// Whether the run is asked for with a month.
    var hasMonth: Bool {
        switch kind {
        case .opening, .regular, .closing: true
        case .catchUp, .cancelling: false
        }
    }

    /// The fields that ask for this run.
    var fields: [(name: String, value: String)] {
        [("scheme", scheme), ("kind", kind.rawValue)] + (hasMonth ? [("month", month.description)] : [])
            + (kind == .cancelling ? [("cancels", "\(cancels ?? 0)")] : [])
    }

    /// The page that previews it.
    var preview: PageAddress {
        fields.reduce(PageAddress("runs", "preview")) { $0.setting($1.name, to: $1.value) }
    }

    /// The title of the run.
    func title(_ visit: Visit) -> String { visit(Self.title(kind, month: hasMonth ? month : nil, cancels: cancels)) }

    /// The title of a run.
    static func title(_ kind: RunKind, month: Month?, cancels: Int?) -> Bilingual {
        let ofMonth = month.map { Bilingual($0.writtenAfterOf(in: .french), $0.written(in: .english)) }
        switch kind {
        case .opening:
            return both("Reprise jusqu'au mois \(ofMonth?.french ?? "")", "Opening through \(ofMonth?.english ?? "")")
        case .regular: return both("Appel \(ofMonth?.french ?? "")", "Run of \(ofMonth?.english ?? "")")
        case .catchUp: return both("Régularisation", "Catch-up")
        case .closing: return both("Clôture au mois \(ofMonth?.french ?? "")", "Closing through \(ofMonth?.english ?? "")")
        case .cancelling: return both("Annulation de l'appel n° \(cancels ?? 0)", "Cancellation of run \(cancels ?? 0)")
        }
    }
}

extension BillingRun {
    /// Its title, without its number.
    var title: Bilingual {
        switch kind {
        case .opening, .regular: RunAsked.title(kind.name, month: month, cancels: nil)
        case .catchUp: RunAsked.title(.catchUp, month: nil, cancels: nil)
        case .closing(let through): RunAsked.title(.closing, month: through, cancels: nil)
        case .cancelling(let run): RunAsked.title(.cancelling, month: nil, cancels: run)
        }
    }
}
