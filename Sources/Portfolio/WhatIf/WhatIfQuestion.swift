public import CivilTime
public import Contracts

/// The question what a month would come to under another scheme of the same name.
public struct WhatIfQuestion: Sendable {
    /// The scheme that is thought of. Its name is that of a scheme in force.
    public let scheme: Scheme
    /// The month.
    public let month: Month
    /// Answers from what was known at this instant; `nil` for everything known.
    public let knownAt: Instant?

    /// A question.
    public init(_ scheme: Scheme, month: Month, knownAt: Instant? = nil) {
        self.scheme = scheme
        self.month = month
        self.knownAt = knownAt
    }
}
