public import Billing
import BillingService
import CivilTime
import HTML
public import Words

/// The movements of an account, the latest first, each with the paper behind it.
struct MovementTable {
    let account: AccountPage
    /// The page that holds the table.
    let page: PageAddress
    /// Whether it begins after other movements.
    let isLater: Bool
    let visit: Visit

    private var language: Language { visit.language }

    var html: HTML {
        """
        <section aria-labelledby="movements"><h2 id="movements">\(visit("Mouvements du compte", "Movements of the account"))</h2>
        \(content)</section>

        """
    }

    /// The balance in a sentence.
    var sentence: HTML {
        let balance = account.balance
        let words =
            switch balance {
            case .zero: visit("Le compte est soldé.", "The account is settled.")
            case ..<Money.zero: visit("Le compte a un avoir de", "The account has a credit of")
            default: visit("Reste dû :", "Still owed:")
            }
        let amount: HTML? =
            balance == .zero
            ? nil : " <span class=\"sum\"><strong>\(Money(cents: abs(balance.cents)).written(in: language))</strong></span>"
        return "<p class=\"say\">\(words)\(amount)</p>\n"
    }

    private var content: HTML {
        if account.items.isEmpty { return "<p>\(visit("Aucun mouvement.", "No movement."))</p>\n" }
        let rows = account.items.map { item -> HTML in
            """
            <tr><th scope="row">\(Phrase.day(item.movement.on, in: language).html)</th><td>\(visit(item.movement.kind.words.capitalized))\(month(item.month))</td>\
            <td>\(source(item.source))</td><td class="num">\(item.movement.amount.signed(in: language))</td>\
            <td class="num">\(item.balance.written(in: language))</td></tr>

            """
        }
        let first: HTML? =
            isLater ? "<a class=\"btn\" href=\"\(page.at("movements"))\">\(visit("Derniers mouvements", "Latest movements"))</a> " : nil
        let more = account.next.map { next -> HTML in
            "<a class=\"btn\" href=\"\(page.setting("movements", to: next).at("movements"))\">\(visit("Mouvements précédents", "Earlier movements"))</a>"
        }
        return """
            <div class="wide" role="region" aria-labelledby="movements" tabindex="0"><table aria-labelledby="movements">
            <thead><tr><th scope="col">\(visit("Jour", "Day"))</th><th scope="col">\(visit("Mouvement", "Movement"))</th>\
            <th scope="col">\(visit("Pièce", "Paper"))</th><th scope="col" class="num">\(visit("Montant", "Amount"))</th>\
            <th scope="col" class="num">\(visit("Solde", "Balance"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            <p class="src">\(visit("Un montant positif est dû par le titulaire du compte.", "A positive amount is owed by the holder of the account."))</p>
            \(if: first != nil || more != nil, "<p class=\"acts\">\(first)\(more)</p>\n")
            """
    }

    private func month(_ month: Month?) -> HTML? { month.map { ", \(Phrase.month($0, in: language).html)" } }

    /// The paper behind a movement: what a run made leads to that run.
    private func source(_ source: LedgerSource) -> HTML {
        switch source {
        case .run(let number): RunLink(number, visit).html
        case .presentation(let file), .withdrawal(let file): RunLink(named: file, visit).html
        case .debitReturn(let endToEndId): RunLink(named: endToEndId, visit).html
        case .bankFact(_, let reference): "<bdi>\(reference)</bdi>"
        }
    }
}

extension AccountMovement.Kind: Worded {
    /// What happened.
    public var words: Bilingual {
        switch self {
        case .called: both("appelé", "called")
        case .debited: both("prélevé", "debited")
        case .returned: both("prélèvement revenu ou retiré", "debit returned or withdrawn")
        case .paid: both("payé", "paid")
        case .refunded: both("remboursé", "refunded")
        case .writtenOff: both("admis en non-valeur", "written off")
        }
    }
}
