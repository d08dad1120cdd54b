public import Words

extension PictureTableLabels {
    /// The words of the tables.
    public init(in language: Language) {
        func say(_ french: String, _ english: String) -> String { language == .french ? french : english }
        self.init(
            periodsCaption: say("Périodes", "Periods"), factsCaption: say("Faits", "Facts"),
            period: say("Du – au", "From – to"), situation: say("Situation", "Situation"),
            payment: say("Dû par mois", "Due by month"), fact: say("Fait", "Fact"),
            effective: say("Vrai depuis", "True from"), recorded: say("Su le", "Known on"),
            remark: say("Remarque", "Remark"), nothing: "–", before: say("avant", "before"))
    }
}
