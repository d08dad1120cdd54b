extension BillingRule {
    /// The source and the French and English texts of each rule.
    var text: (source: String, french: String, english: String) {
        switch self {
        case .callPayer:
            (
                "G5, G15", "L'employeur verse sa part et ce qu'il retient sur la paie ; sans paie, l'agent est prélevé.",
                "The employer pays its part and what it withholds on pay; without pay, the agent is debited."
            )
        case .callLine:
            ("P", "Ce qui est dû, moins tout ce qui a déjà été appelé.", "What is due, less everything called before.")
        case .prescription:
            (
                "L, loi 68-1250, art. 1 ; code de la mutualité, L.221-11 ; code civil, 2224",
                "Le délai dans lequel ce montant pouvait être appelé ou rendu est passé.",
                "The time in which this amount could be called or given back is over."
            )

        case .runNoParameters:
            ("P", "Ce régime n'a pas de paramètres d'appel.", "This scheme has no parameters of money.")
        case .runInProgress:
            ("P", "Un appel est en cours : attendez qu'il soit terminé.", "A run is in progress: wait until it is complete.")
        case .runNotFirst:
            (
                "P", "Une reprise n'est possible qu'avant tout autre appel en vigueur.",
                "An opening is possible only before any other run in force."
            )
        case .runBeforeScheme: ("P", "Ce mois précède l'entrée en vigueur du régime.", "This month is before the scheme takes effect.")
        case .runMonthAlreadyCalled: ("P", "Ce mois a déjà été appelé.", "This month has been called already.")
        case .runMonthSkipped:
            ("P", "Un mois précédent n'a pas encore été appelé.", "An earlier month has not been called yet.")
        case .runTooEarly: ("P", "Il est trop tôt pour appeler ce mois.", "It is too early to call this month.")
        case .runNothingCalled:
            ("P", "Aucun mois n'a été appelé : il n'y a rien à régulariser.", "No month has been called: there is nothing to adjust.")
        case .closingNotOver: ("P", "Ce mois n'est pas terminé.", "This month is not over.")
        case .runUnknown: ("P", "Cet appel n'existe pas.", "There is no such run.")
        case .runNotLatest:
            ("P", "Seul le dernier appel en vigueur peut être annulé.", "Only the latest run in force can be cancelled.")
        case .runHandedOver:
            (
                "P", "Un fichier de prélèvements de cet appel est remis à la banque, ou un prélèvement est revenu.",
                "A direct debit file of this run is handed over, or one of its debits came back."
            )
        case .statementUnknown: ("P", "Cet appel n'a pas de bordereau pour cet employeur.", "This run has no statement for this employer.")
        case .statementUnpaid:
            (
                "P", "L'employeur n'a pas payé son bordereau dans le délai.",
                "The employer has not paid its statement within the time."
            )
        case .creditToRefund: ("P", "L'avoir du compte est à rembourser.", "The account's credit is to be refunded.")

        case .directDebitUnknown: ("P", "Ce prélèvement n'existe pas.", "There is no such direct debit.")
        case .directDebitAlreadyReturned:
            (
                "P",
                "Ce prélèvement est déjà revenu ou retiré. Si la banque a encaissé un fichier retiré, enregistrez d'abord son crédit.",
                "This direct debit has come back or been withdrawn already. If the bank collected a withdrawn file, record the file's credit first."
            )
        case .mandateTaken:
            (
                "SDD Core rulebook EPC016-06", "Cette référence de mandat est celle d'un autre contrat.",
                "This mandate reference is that of another contract."
            )
        case .fileUnknown: ("P", "Ce fichier de prélèvements n'existe pas.", "There is no such direct debit file.")
        case .fileTooLate:
            (
                "SDD Core rulebook EPC016-06",
                "Le fichier doit être remis au plus tard le jour ouvré qui précède le prélèvement : retirez-le.",
                "The file must be handed over by the business day before the collection: withdraw it."
            )
        case .fileAlreadyHandedOver: ("P", "Ce fichier est déjà remis à la banque.", "This file is handed over already.")
        case .fileWithdrawn: ("P", "Ce fichier est retiré.", "This file is withdrawn.")
        case .fileSameSupervisor:
            (
                "P", "Une autre personne que celle qui a demandé l'appel remet le fichier à la banque.",
                "Somebody else than who asked for the run hands the file over to the bank."
            )
        case .fileToHandOver:
            (
                "SDD Core rulebook EPC016-06", "Le fichier est à remettre à la banque, ou à retirer.",
                "The file is to be handed over to the bank, or withdrawn."
            )
        case .directDebitHeld:
            (
                "G15", "Ce que l'agent doit n'est pas prélevé : la cause est à lever.",
                "What the agent owes is not debited: the cause is to be lifted."
            )

        case .bankLineUnmatched:
            (
                "P", "Rien n'a été enregistré de cette ligne d'un fichier de la banque.",
                "Nothing was recorded of this line of a bank's file."
            )
        case .bankLineUnknown: ("P", "Cette ligne de la banque n'existe pas.", "There is no such line of a bank.")
        case .bankLineAlreadySettled: ("P", "Cette ligne de la banque est déjà classée.", "This line of a bank is settled already.")
        case .bankFileFormat: ("P", "Ce fichier de la banque ne peut pas être lu.", "This file of the bank cannot be read.")
        case .bankFactInFuture: ("P", "Ce jour n'est pas encore venu.", "This day has not come yet.")
        case .bankFactTooEarly:
            (
                "P", "Ce jour précède ce dont il s'agit : le régime, l'appel ou le prélèvement.",
                "This day is before what it is about: the scheme, the run or the collection."
            )
        case .paymentDuplicate:
            ("P", "Ce paiement est déjà enregistré, sous la même référence.", "This payment is recorded already, under the same reference.")
        case .paymentExceedsFile:
            ("P", "La banque aurait crédité plus que la somme du fichier.", "The bank would have credited more than the sum of the file.")
        case .refundDuplicate:
            (
                "P", "Ce remboursement est déjà enregistré, sous la même référence.",
                "This refund is recorded already, under the same reference."
            )
        case .refundExceedsCredit: ("P", "Le remboursement dépasse l'avoir du compte.", "The refund exceeds the account's credit.")
        case .writeOffDuplicate:
            (
                "P", "Cette admission en non-valeur est déjà enregistrée, sous la même référence.",
                "This write-off is recorded already, under the same reference."
            )
        case .writeOffExceedsBalance:
            ("P", "L'admission en non-valeur dépasse ce qui reste dû.", "The write-off exceeds what is still owed.")
        }
    }
}
