import CivilTime
import Contracts

extension Biography {
    /// A random delay in days between a fact and its telling, sometimes of weeks or months.
    mutating func lag(_ usual: ClosedRange<Int>) -> Int {
        chance.happens(35) ? chance.number(25...130) : chance.number(usual)
    }

    /// Tells a fact on a day or at the next opening of the office, but not before the contract is opened.
    ///
    /// Sometimes tells a mistaken fact first, and corrects it days or weeks later.
    /// - Returns: the sitting at which the correct fact is told; `nil` when that is after the end of the world.
    @discardableResult
    mutating func tell(_ fact: Fact, on day: Day, by recorder: Recorder? = nil, _ part: OfficeCalendar.Part? = nil, after sitting: Int = 0)
        -> Int?
    {
        let part = part ?? OfficeCalendar.Part.allCases[chance.number(1...3)]
        guard let place = world.calendar.sitting(onOrAfter: day, part) else { return nil }
        let recorder = recorder ?? .clerk(&chance)
        let told = max(place, sitting, opened)
        if chance.happens(14), let mistaken = fact.mistaken(&chance) {
            return tell(fact, mistakenFor: mistaken, at: told, by: recorder)
        }
        tellings.append(Telling(sitting: told, recorder: recorder, content: .fact(fact)))
        return told
    }

    /// Tells a transition, never before the last one told, since transitions are lawful only in order.
    @discardableResult
    mutating func tellTransition(_ fact: Fact, on day: Day, by recorder: Recorder? = nil, _ part: OfficeCalendar.Part? = nil) -> Int? {
        guard let told = tell(fact, on: day, by: recorder, part, after: lastTransition) else { return nil }
        lastTransition = told
        return told
    }

    /// Tells a mistaken fact and, at a later sitting, its annulment and the correct fact.
    private mutating func tell(_ fact: Fact, mistakenFor mistaken: Fact, at sitting: Int, by recorder: Recorder) -> Int? {
        tellings.append(Telling(sitting: sitting, recorder: recorder, content: .fact(mistaken)))
        let corrected = sitting + chance.number(2...90)
        guard corrected < world.calendar.sittings.count else { return nil }
        let clerk = Recorder.clerk(&chance)
        let reason = chance.one(of: ["erreur de saisie", "pièce mal lue", "rectificatif de l'employeur", "double déclaration"])
        tellings.append(Telling(sitting: corrected, recorder: clerk, content: .annulment(of: tellings.count - 1, reason: reason)))
        tellings.append(Telling(sitting: corrected, recorder: clerk, content: .fact(fact)))
        return corrected
    }

    /// Tells an absence of another person, and annuls it later.
    mutating func tellOfSomebodyElse(on day: Day) {
        let absence = Suspension(effectiveOn: day, cause: .own(.unpaidLeave), income: .none)
        guard let sitting = world.calendar.sitting(onOrAfter: day, .afternoon).map({ max($0, lastTransition) }) else { return }
        let corrected = sitting + chance.number(3...60)
        guard corrected < world.calendar.sittings.count else { return }
        tellings.append(Telling(sitting: sitting, recorder: .clerk(&chance), content: .fact(.suspension(absence))))
        let place = tellings.count - 1
        tellings.append(
            Telling(sitting: corrected, recorder: .clerk(&chance), content: .annulment(of: place, reason: "saisi sur un autre contrat")))
        lastTransition = corrected
    }
}
