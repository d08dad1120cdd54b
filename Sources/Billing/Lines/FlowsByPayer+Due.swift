public import CivilTime
public import Contracts

extension FlowsByPayer {
    /// Who is asked for what a contract owes under a scheme (`call.payer`), as known at an instant.
    ///
    /// Withheld on pay: the employer of the day that decides the month, for both flows to the insurer. By direct debit: the agent, for their
    /// own flow to the insurer; that employer is told what it refunds to the agent (G5). `nil` when a month asks an employer and no employer is known: no facts
    /// make such months, but a damaged row may have them.
    ///
    /// - Parameters:
    ///   - liabilities: what each month comes to.
    ///   - employers: the employer's code on every day.
    ///   - schemes: the name of the contract's scheme on every day. A month belongs to the scheme of its deciding day.
    ///   - scheme: the name of the scheme.
    public init?(
        due liabilities: MonthLine<Situation.Liability>, employers: Timeline<String?>, schemes: Timeline<String?>, of scheme: String
    ) {
        let shares = MonthLine { month in Share.rule(of: month, liabilities, employers, schemes, scheme) }
        if shares.runs.contains(where: { $0.value.ofEmployer != .zero && $0.value.employer == nil }) { return nil }
        let codes = Set(shares.runs.compactMap(\.value.employer)).sorted()
        self.init(
            entries: codes.map { code in
                Entry(payer: .employer(code), months: shares.map { $0.employer == code ? $0.ofEmployer : .zero })
            } + [Entry(payer: .agent, months: shares.map(\.ofAgent))])
    }

    /// The same for some months alone, amounts that are not zero in order of months and then of payers.
    public static func due(
        in months: ClosedRange<Month>, _ liabilities: MonthLine<Situation.Liability>, employers: Timeline<String?>,
        schemes: Timeline<String?>, of scheme: String
    ) -> [PayerMonth]? {
        var amounts: [PayerMonth] = []
        for month in months {
            let share = Share.rule(of: month, liabilities, employers, schemes, scheme).value
            if share.ofEmployer != .zero {
                guard let employer = share.employer else { return nil }
                amounts.append(PayerMonth(month: month, payer: .employer(employer), flows: share.ofEmployer))
            }
            if share.ofAgent != .zero { amounts.append(PayerMonth(month: month, payer: .agent, flows: share.ofAgent)) }
        }
        return amounts
    }

    /// Who is asked for what a contract owes under the scheme with this name.
    public init(due contract: Contract, of scheme: String) {
        if contract.version == 0 {
            self = .nothing
        } else {
            let situation = contract.situation
            guard
                let flows = FlowsByPayer(
                    due: situation.liabilities, employers: situation.employer, schemes: contract.schemeName, of: scheme)
            else { preconditionFailure("An employed agent has been affiliated, and every affiliation names an employer.") }
            self = flows
        }
    }

    /// What a month asks of each payer.
    private struct Share: Hashable {
        /// The employer that is asked for `ofEmployer`; `nil` when no employer is.
        let employer: String?
        let ofEmployer: Flows
        let ofAgent: Flows

        private static let nothing = Share(employer: nil, ofEmployer: .zero, ofAgent: .zero)

        /// The share of a month, and the first later month in which it may differ.
        static func rule(
            of month: Month, _ liabilities: MonthLine<Situation.Liability>, _ employers: Timeline<String?>, _ schemes: Timeline<String?>,
            _ scheme: String
        ) -> (value: Share, until: Month?) {
            var first = Glance(month.firstDay)
            let liability = liabilities.days.on(&first)
            let end = first.until.map(Month.init(of:))
            var glance = Glance(month.firstDay.adding(days: liability.dayOfMonth - 1))
            let (employer, name) = (employers.on(&glance), schemes.on(&glance))
            // A change decides its own month only if it takes effect on the 1st.
            let change = liability.dayOfMonth == 1 ? glance.until.map { Month(of: $0.previous).next } : month.next
            let until = if let end, let change { min(end, change) } else { end ?? change }
            return (name == scheme ? Share(liability, employer) : nothing, until)
        }

        private init(employer: String?, ofEmployer: Flows, ofAgent: Flows) {
            self.employer = employer
            self.ofEmployer = ofEmployer
            self.ofAgent = ofAgent
        }

        private init(_ liability: Situation.Liability, _ employer: String?) {
            var (own, agent) = (liability.due, Flows.zero)
            if liability.collection.method == .directDebit {
                own.agentToInsurer = .zero
                agent.agentToInsurer = liability.due.agentToInsurer
            }
            self.init(employer: own == .zero ? nil : employer, ofEmployer: own, ofAgent: agent)
        }
    }
}
