/// A typed text that is not a day, a month or an amount, with the faulty part and the problem.
public struct UnreadableText: Error, Hashable, Sendable {
    /// A part of the typed text.
    public enum Part: Hashable, Sendable {
        case day, month, year, weekday, time, amount, cents
        /// The text as a whole.
        case whole
    }

    /// The problem with the part.
    public enum Problem: Hashable, Sendable {
        /// Nothing was typed.
        case empty
        /// The part is missing.
        case missing
        /// The part is not understood.
        case unreadable
        /// The part has two possible meanings.
        case ambiguous
        /// The calendar has no such day or month.
        case notInCalendar
        /// More than two decimals.
        case tooFine
        /// An amount below zero.
        case negative
        /// An amount above the limit of the service.
        case tooGreat
    }

    /// The part.
    public let part: Part
    /// The problem with it.
    public let problem: Problem
    /// The typed text of the part, cut to 40 characters.
    public let typed: String

    init(_ part: Part, _ problem: Problem, typed: String = "") {
        self.part = part
        self.problem = problem
        self.typed = String(String.UnicodeScalarView(typed.unicodeScalars.prefix(40)))
    }
}
