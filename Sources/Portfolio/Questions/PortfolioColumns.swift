/// The column names of a table, in CSV and in a French spreadsheet. Add new columns at the end: readers count columns.
public struct PortfolioColumns: Sendable {
    /// In CSV.
    public let names: [String]
    /// In a French spreadsheet.
    public let french: [String]

    private init(_ columns: KeyValuePairs<String, String>) {
        names = columns.map(\.key)
        french = columns.map(\.value)
    }

    /// The people covered on a day: a line a person.
    public static let coverage = PortfolioColumns([
        "contract": "contrat", "on": "jour", "knownAt": "connu le", "version": "version", "person": "personne", "relation": "lien",
        "state": "état", "basis": "fondement", "option": "option", "from": "du", "through": "au",
    ])

    /// The cotisations of a month: a line a contract.
    public static let cotisations = PortfolioColumns([
        "contract": "contrat", "month": "mois", "knownAt": "connu le", "version": "version", "standing": "situation",
        "employerToInsurerCents": "employeur vers assureur (€)", "agentToInsurerCents": "agent vers assureur (€)",
        "employerToAgentCents": "employeur vers agent (€)", "method": "encaissement", "mandateMissing": "mandat manquant",
        "unconfirmed": "paramètres non confirmés",
    ])

    /// The cotisations of a month, as the employer may see them.
    public static let employerCotisations = PortfolioColumns([
        "contract": "contrat", "month": "mois", "knownAt": "connu le", "employerToInsurerCents": "employeur vers assureur (€)",
        "agentToInsurerCents": "agent vers assureur (€)", "employerToAgentCents": "employeur vers agent (€)", "method": "encaissement",
        "mandateMissing": "mandat manquant",
    ])

    /// The totals of a month: a line an employer and standing.
    public static let totals = PortfolioColumns([
        "month": "mois", "knownAt": "connu le", "employer": "employeur", "standing": "situation", "contracts": "contrats",
        "employerToInsurerCents": "employeur vers assureur (€)", "agentToInsurerCents": "agent vers assureur (€)",
        "employerToAgentCents": "employeur vers agent (€)",
    ])

    /// A month under the scheme in force and under another: a line an employer, standing and ground.
    public static let whatIf = PortfolioColumns([
        "month": "mois", "knownAt": "connu le", "employer": "employeur", "standing": "situation", "basis": "fondement",
        "contracts": "contrats", "agentsMore": "agents : plus", "agentsLess": "agents : moins", "agentsSame": "agents : autant",
        "employersMore": "employeur : plus", "employersLess": "employeur : moins", "employersSame": "employeur : autant",
        "inForceEmployerToInsurerCents": "en vigueur, employeur vers assureur (€)",
        "inForceAgentToInsurerCents": "en vigueur, agent vers assureur (€)",
        "inForceEmployerToAgentCents": "en vigueur, employeur vers agent (€)",
        "whatIfEmployerToInsurerCents": "envisagé, employeur vers assureur (€)",
        "whatIfAgentToInsurerCents": "envisagé, agent vers assureur (€)",
        "whatIfEmployerToAgentCents": "envisagé, employeur vers agent (€)",
        "differenceEmployerToInsurerCents": "écart, employeur vers assureur (€)",
        "differenceAgentToInsurerCents": "écart, agent vers assureur (€)",
        "differenceEmployerToAgentCents": "écart, employeur vers agent (€)",
    ])

    /// The run-off triangle: a line a month of origin and month of call.
    public static let runOff = PortfolioColumns([
        "origin": "mois d'origine", "called": "mois de l'appel", "delayMonths": "retard (mois)",
        "employerToInsurerCents": "employeur vers assureur (€)", "agentToInsurerCents": "agent vers assureur (€)",
        "employerToAgentCents": "employeur vers agent (€)", "lines": "lignes",
    ])

    /// What is owed on accounts: a line a kind of payer and number of months.
    public static let arrears = PortfolioColumns([
        "payer": "débiteur", "months": "mois depuis l'appel", "amountCents": "dû (€)", "accounts": "comptes",
    ])

    /// How late facts are recorded: a line a type of event and class of delays.
    public static let factDelays = PortfolioColumns([
        "type": "fait", "fromDays": "de (jours)", "throughDays": "à (jours)", "facts": "faits",
    ])

    /// The worklist of clerks.
    public static let work = PortfolioColumns([
        "kind": "nature", "contract": "contrat", "beneficiary": "bénéficiaire", "dueOn": "échéance", "rule": "règle",
        "duplicate": "doublon",
        "otherContract": "autre contrat", "otherBeneficiary": "autre bénéficiaire", "employer": "employeur", "run": "appel",
        "amountCents": "montant (€)", "reason": "motif", "file": "fichier", "reference": "référence", "bankLine": "ligne de la banque",
    ])

    /// The counts of the worklist.
    public static let workCounts = PortfolioColumns([
        "kind": "nature", "knownAt": "connu le", "lines": "lignes", "overdue": "en retard",
    ])

    /// The figures of twelve months.
    public static let months = PortfolioColumns([
        "month": "mois", "knownAt": "connu le", "by": "selon", "value": "valeur", "count": "nombre",
    ])
}
