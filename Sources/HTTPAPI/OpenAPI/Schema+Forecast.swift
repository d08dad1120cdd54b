import Billing
import Contracts
import JSON

/// When the facts of a dry run will be called, and from whom.
extension Schema {
    private static let amount: [Field] = [
        .required("month", month), .required("employer", string.described("Null: the agent.").orNull),
    ]

    private static let flows: [Field] = [
        .required("employerToInsurerCents", cents), .required("agentToInsurerCents", cents), .required("employerToAgentCents", cents),
    ]

    private static let meaning = """
        Of a dry run: what the next regular run calls with these facts, less what it would call without them, for each scheme of the contract. \
        Absent before the first run of these schemes, while one of theirs is being made, and when there are no new facts.
        """

    static let forecasts = array(
        of: answer(
            .required("scheme", string), .required("lastCalled", month.described("The last month that a run in force called.")),
            .required("month", month.described("The month of the next regular run.")),
            .required("notBefore", day.described("The first day on which that run may be made.")),
            .required("payableOn", day.described("The last day to pay its statements, at the earliest.")),
            .required(
                "lines",
                array(of: answer(amount + [.required("origin", names(["call", "adjustment"]))] + flows))
                    .described("An adjustment is of a month called before.")),
            .required("prescribed", array(of: answer(amount + flows)).described("Not called, because its time is over.")),
            .optional(
                "agent",
                answer(
                    .required("balanceCents", cents.described("Of the agent's account after that run. Positive: owed.")),
                    .required("settlement", names(["debited", "held", "settled", "credit"])),
                    .optional("collectionOn", day.described("Of a debit: the earliest day.")),
                    .optional(
                        "reason", oneOf(HoldReason.self).described("Why the balance is held. Whether the vault has a name is not judged.")),
                    .optional(
                        "refundDays", count.described("Of a credit: after how many days the rest is refunded. Absent: it is carried."))
                ).described("There when the facts change what the agent is asked for, or how it is settled."))
        )
    ).described(meaning)
}
