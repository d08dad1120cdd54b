/// Fields that several commands share.
extension FormField {
    static func effectiveOn(_ label: Bilingual) -> FormField { FormField("/effectiveOn", label, hint: .day, .day) }

    static let scheme = FormField("/scheme", both("Contrat collectif", "Collective contract"), .scheme)
    static let employer = FormField(
        "/employer", both("Code de l'employeur", "Employer's code"), hint: both("Par exemple 0750001A.", "For example 0750001A."), .employer
    )
    static let beneficiary = FormField("/beneficiary", both("Bénéficiaire", "Beneficiary"), .beneficiary)
    static let pay = FormField(
        "/grossMonthlyPayCents", both("Rémunération brute mensuelle", "Gross monthly pay"),
        hint: both("En euros, par exemple 2 500,50.", "In euros, for example 2,500.50."), .amount)
    static let mandateReference = FormField(
        "/mandateReference", both("Référence du mandat (RUM)", "Reference of the mandate"),
        hint: both("35 caractères au plus, par exemple DURAND-1.", "At most 35 characters, for example DURAND-1."), .line(limit: 35))
    static let reason = FormField(
        "/reason", both("Pourquoi ?", "Why?"),
        hint: both(
            "Quelques mots, sans donnée personnelle : ils sont gardés pour toujours.",
            "A few words, without personal data: they are kept for ever."),
        .line(limit: 200))

    /// The channel through which the information reached the insurer.
    public static let sourceChannel = FormField(
        "/source/channel", both("D'où vient l'information ?", "Where does this come from?"),
        .choice([
            Choice(value: "post", words: both("Courrier", "Post")), Choice(value: "phone", words: both("Téléphone", "Telephone")),
            Choice(value: "portal", words: both("Espace en ligne", "Online portal")),
            Choice(value: "file", words: both("Fichier d'un employeur", "An employer's file")),
            Choice(value: "counter", words: both("Guichet", "Counter")),
        ]), isRequired: false)

    /// A command of a correction, recorded in place of the annulled fact.
    ///
    /// - Parameter place: the index of the command within the correction, from 0.
    public static func correctionCommand(at place: Int) -> FormField {
        FormField(
            "/commands/\(place)/command", both("Et enregistrer à la place", "And record in its place"),
            hint: both("Ses questions viennent ensuite.", "Its questions come next."),
            .choice(ClerkCommand.ofCorrections.map { Choice(value: $0.rawValue, words: $0.words) }))
    }

    /// The reference of the source document.
    public static let sourceReference = FormField(
        "/source/reference", both("Référence du document", "Reference of the document"),
        hint: both("Par exemple GED-2026/004711.", "For example GED-2026/004711."), .line(limit: 64), isRequired: false)
}

extension Bilingual {
    static let bornOn = both("Date de naissance", "Birth date")
    /// The accepted forms of a day.
    static let day = both("Par exemple 01/09/2026, 1er sept. 2026 ou aujourd'hui.", "For example 01/09/2026, 1 Sept 2026 or today.")
}
