/// What somebody typed was not taken for a day, a month or an amount: which part, and why.
public struct UnreadableText: Error, Hashable, Sendable {
    /// A part of what was typed.
    public enum Part: Hashable, Sendable {
        case day, month, year, weekday, time, amount, cents
        /// No part alone.
        case whole
    }

    /// What is wrong with the part.
    public enum Problem: Hashable, Sendable {
        /// Nothing was typed.
        case empty
        /// The part is not there.
        case missing
        /// The part has no meaning here.
        case unreadable
        /// The part may mean two things.
        case ambiguous
        /// The calendar has no such day or month.
        case notInCalendar
        /// More than two decimals.
        case tooFine
        /// An amount below zero.
        case negative
        /// An amount above what the service accepts.
        case tooGreat
    }

    /// The part.
    public let part: Part
    /// What is wrong with it.
    public let problem: Problem
    /// What was typed there, at most 40 characters of it.
    public let typed: String

    init(_ part: Part, _ problem: Problem, typed: String = "") {
        self.part = part
        self.problem = problem
        self.typed = String(String.UnicodeScalarView(typed.unicodeScalars.prefix(40)))
    }
}
