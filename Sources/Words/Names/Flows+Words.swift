import CivilTime
public import Contracts

extension Flows {
    /// The payments of a month, the longest words first: *agent 172,92 €, employeur 42,00 €*, then *172,92 € + 42,00 €*.
    ///
    /// The sum shows the agent's part first, then the employer's. A refund by the employer counts as the employer's part.
    public var wordings: [Bilingual] {
        if self == .zero { return [both("rien n'est dû", "nothing is due"), Self.sum([.zero])] }
        let borne = [agentToInsurer - employerToAgent, employerToInsurer + employerToAgent].filter { $0 != .zero }
        return [fullWording, Self.sum(borne)]
    }

    private var fullWording: Bilingual {
        if employerToInsurer == .zero, employerToAgent == .zero {
            return Self.wording("agent seul", "the agent alone", agentToInsurer)
        }
        if agentToInsurer == .zero, employerToAgent == .zero {
            return Self.wording("employeur seul", "the employer alone", employerToInsurer)
        }
        let (agent, refund) = (Self.wording("agent", "agent", agentToInsurer), Self.wording("dont", "of which", employerToAgent))
        var parts: [Bilingual] = []
        if employerToAgent != .zero {
            parts.append(
                both(
                    "\(agent.french), \(refund.french) remboursés par l'employeur",
                    "\(agent.english), \(refund.english) refunded by the employer"))
        } else {
            parts.append(agent)
        }
        if employerToInsurer != .zero { parts.append(Self.wording("employeur", "employer", employerToInsurer)) }
        return Self.joined(parts, by: ", ")
    }

    private static func wording(_ french: String, _ english: String, _ amount: Money) -> Bilingual {
        both("\(french) \(amount.written(in: .french))", "\(english) \(amount.written(in: .english))")
    }

    private static func sum(_ amounts: [Money]) -> Bilingual {
        joined(amounts.map { Bilingual($0.written(in: .french), $0.written(in: .english)) }, by: " + ")
    }

    private static func joined(_ parts: [Bilingual], by separator: String) -> Bilingual {
        Bilingual(parts.map(\.french).joined(separator: separator), parts.map(\.english).joined(separator: separator))
    }
}
