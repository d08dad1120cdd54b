public import CivilTime

/// The runs of one scheme, in order: which are in force, the month last called, and what may be run next.
public struct RunBook: Sendable {
    /// All runs, in order of their numbers.
    public private(set) var runs: [BillingRun]
    /// Those neither cancelled nor cancelling, in order.
    public private(set) var inForce: [BillingRun]

    /// The book of these runs.
    ///
    /// - Parameter runs: in order of their numbers.
    public init(_ runs: [BillingRun] = []) {
        self.runs = []
        inForce = []
        for run in runs { add(run) }
    }

    /// Adds the next run.
    public mutating func add(_ run: BillingRun) {
        runs.append(run)
        if let cancelled = run.kind.cancels {
            inForce.removeAll { $0.number == cancelled }
        } else {
            inForce.append(run)
        }
    }

    /// The latest run in force.
    public var latest: BillingRun? { inForce.last }

    /// The last month that a run in force called.
    public var lastCalled: Month? { latest?.month }

    /// The last month through which the books are shut.
    public var closedThrough: Month? {
        inForce.compactMap { run in if case .closing(let through) = run.kind { through } else { nil } }.max()
    }

    /// Whether a run has statements and entries. An opening has none, and neither has the run that takes it back.
    public func isEntered(_ run: BillingRun) -> Bool {
        switch run.kind {
        case .opening: false
        case .cancelling(let number): runs.first { $0.number == number }.map { !$0.kind.isOpening } ?? true
        case .regular, .catchUp, .closing: true
        }
    }

    /// The number of the run that cancelled the one with this number; `nil` when none did.
    public func cancelledBy(_ number: Int) -> Int? { runs.first { $0.kind.cancels == number }?.number }

    /// Decides whether a run may come next. Its rules are judged in the order of `money.md`, § 1.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - asOf: the Paris day.
    ///   - scheme: the first month of the scheme.
    ///   - leadDays: P `runLeadDays` in force that day.
    ///   - isHandedOver: whether a file of a run is handed over, or one of its debits came back.
    /// - Returns: what the run does, and the month last called with it.
    /// - Throws: the first rule that is broken.
    public func decide(
        _ request: RunRequest, asOf: Day, from scheme: Month, leadDays: Int, isHandedOver: (Int) -> Bool
    ) throws(BillingRefusal) -> (kind: BillingRun.Kind, month: Month?) {
        switch request {
        case .opening(let month):
            if latest != nil { throw BillingRefusal(.runNotFirst) }
            try check(month, asOf: asOf, from: scheme, leadDays: leadDays)
            return (.opening, month)
        case .regular(let month):
            try check(month, asOf: asOf, from: scheme, leadDays: leadDays)
            return (.regular, month)
        case .catchUp:
            guard let lastCalled else { throw BillingRefusal(.runNothingCalled) }
            return (.catchUp, lastCalled)
        case .closing(let through):
            guard let lastCalled else { throw BillingRefusal(.runNothingCalled) }
            if asOf <= through.lastDay { throw BillingRefusal(.closingNotOver) }
            return (.closing(through: through), lastCalled)
        case .cancelling(let number):
            guard runs.contains(where: { $0.number == number }) else { throw BillingRefusal(.runUnknown) }
            guard latest?.number == number else { throw BillingRefusal(.runNotLatest) }
            if isHandedOver(number) { throw BillingRefusal(.runHandedOver) }
            return (.cancelling(run: number), inForce.dropLast().last?.month)
        }
    }

    /// Whether a month may be called next.
    private func check(_ month: Month, asOf: Day, from scheme: Month, leadDays: Int) throws(BillingRefusal) {
        if month < scheme { throw BillingRefusal(.runBeforeScheme) }
        if let lastCalled {
            if month <= lastCalled { throw BillingRefusal(.runMonthAlreadyCalled) }
            if month > lastCalled.next { throw BillingRefusal(.runMonthSkipped) }
        }
        if asOf.adding(days: leadDays) < month.firstDay { throw BillingRefusal(.runTooEarly) }
    }
}
