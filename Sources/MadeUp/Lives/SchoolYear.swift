import CivilTime

extension Day {
    /// The September that began the school year in which the day lies.
    var schoolYear: Month { Month(index: Month(of: self).adding(-8).year * 12 + 8) }

    /// The September after the day's month.
    var nextSchoolYear: Month { schoolYear.adding(12) }
}
