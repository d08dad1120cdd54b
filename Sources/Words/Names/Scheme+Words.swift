public import Contracts

extension MonthRounding: Worded {
    /// How months of activity are counted.
    public var words: Bilingual {
        switch self {
        case .up: both("tout mois commencé compte", "a month begun counts")
        case .down: both("mois entiers seulement", "whole months only")
        case .exact: both("mois entiers, et les jours en plus", "whole months, and the odd days")
        }
    }
}

extension ChildAgeTest: Worded {
    /// When a child's age is tested.
    public var words: Bilingual {
        switch self {
        case .continuous: both("chaque jour", "on every day")
        case .atSubscription: both("à l'inscription seulement", "on joining only")
        }
    }
}

extension MonthReference: Worded {
    /// The day that decides a month.
    public var words: Bilingual {
        switch self {
        case .firstDay:
            both("le 1er, ou le jour de la première affiliation du mois", "the 1st, or the day of the month's first affiliation")
        }
    }
}

extension Rule: Worded {
    /// The text of the rule, typeset.
    public var words: Bilingual { both(french, english) }
}
