import CivilTime

extension Day {
    /// The September that began the school year of this day.
    var schoolYear: Month { Month(index: Month(of: self).adding(-8).year * 12 + 8) }

    /// The September that begins the next school year.
    var nextSchoolYear: Month { schoolYear.adding(12) }
}
