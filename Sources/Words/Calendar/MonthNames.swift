/// The names of months and days of the week.
enum MonthNames {
    private static let french = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ]
    private static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let shortFrench = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ]
    private static let shortEnglish = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]

    /// The names of the months, from January.
    static func all(in language: Language, abbreviated: Bool = false) -> [String] {
        switch language {
        case .french: abbreviated ? shortFrench : french
        case .english: abbreviated ? shortEnglish : english
        }
    }

    /// The names of the days of the week, from Sunday.
    static func weekdays(in language: Language) -> [String] {
        switch language {
        case .french: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
        case .english: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        }
    }
}

/// A number with leading zeros up to `width` digits.
func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
