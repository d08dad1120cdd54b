import CivilTime
import ContractService
import Contracts
import JSON

/// The differences between a contract at two instants of knowledge, and the possible commands.
extension Schema {
    private static let person = Field.required("person", string.described("`holder`, or a beneficiary."))
    private static let months: [Field] = [.required("from", month.orNull), .required("through", month.orNull)]
    private static let oneCover = answer(
        .required("state", state), .required("basis", basis),
        .required("lastDay", day.orNull.described("The last day of this cover, which may lie after `through`; null without end.")))
    private static let waiting = answer(.required("kind", oneOf(WorkKind.self)), .required("dueOn", .day)).orNull
    private static let runs = array(of: answer(months, .required("beforeCents", .cents), .required("afterCents", .cents)))

    static let changes = answer(
        .required(
            "cover", array(of: answer(person, from, through, .required("before", oneCover), .required("after", oneCover)))),
        .required(
            "cotisation",
            array(of: answer(months, .required("before", component(.flows)), .required("after", component(.flows))))),
        .required(
            "options",
            array(of: answer(from, through, .required("before", oneOf(Option.self)), .required("after", oneOf(Option.self))))
                .described("The holder's option, on days that have one before and after.")),
        .required(
            "employers",
            array(of: answer(from, through, .required("before", .string), .required("after", .string)))
                .described("The codes of the employers who owe, on days that have one before and after.")),
        .required(
            "rights",
            array(
                of: answer(
                    .required("right", names(["continuation", "portability", "beneficiary"])), person, from, through,
                    .required("change", names(["came", "went"])))
            ).described("The days on which continuation may be asked for, those of a portability, and those of a beneficiary's right.")),
        .required(
            "deadlines",
            array(of: answer(person, .required("before", waiting), .required("after", waiting)))
                .described("One that came has no `before`, one that went no `after`.")),
        .required("settledThrough", month.described("The last month to be settled now.")),
        .required(
            "settlements",
            array(
                of: answer(
                    .required("flow", oneOf(Flow.self)),
                    .required(
                        "dueCents", cents.described("Through `settledThrough`: to be collected where positive, refunded where negative.")),
                    .required("past", runs),
                    .required("dueAheadCents", cents.orNull.described("Of later months; null when they have no end.")),
                    .required("ahead", runs)))))

    private static let told = array(
        of: answer(
            .required("version", .version), .required("type", .string), .required("effectiveOn", day.orNull),
            .required("recordedAt", .instant), .optional("rescindedBy", .version)))

    static let toldFacts = answer(
        head,
        .required(
            "steps",
            array(
                of: answer(
                    .required("facts", told.described("The facts of one step: a correction, or a single fact.")),
                    .required("changes", component(.changes).described("What they changed when they were told.")))
            )))

    static let contractChanges = answer(
        head, .required("from", instant.orNull.described("The instant of the knowledge before.")),
        .required("fromVersion", count.described("The last event known before; 0 when none was.")),
        .required("facts", told.described("The facts learnt since.")),
        .required("changes", component(.changes)))

    private static let refusal: [Field] = [
        .optional("rule", .string.described("The id of the rule that refuses.")), .optional("source", .string),
        .optional("conflictsWith", .version.described("The version of the recorded fact that stands in the way.")),
        .optional("makesUnlawful", .bool.described("Whether that fact would no longer be lawful: then it breaks the rule.")),
        .optional("pointer", .string.described("The field of the body at fault, an RFC 6901 pointer.")),
    ]
    private static let outcome = Field.required("outcome", names(["accepted", "known", "refused"]))
    private static let choices = array(of: answer(refusal, outcome))
        .described("The bodies tried, each with the fields that the answer depends on.")
    private static let verdict: [Field] = [
        .required("command", oneOf(CommandName.self)), .required("verdict", names(["allowed", "depends", "forbidden"])),
        .optional("dependsOn", string.described("The field of the body on which the answer depends, an RFC 6901 pointer.")),
        .optional("choices", choices),
    ]

    private static let command = answer(verdict + refusal)
    static let commands = answer(
        .required("contract", .uuid), .required("knownAt", .instant),
        .required("version", count.described("The last event known; 0 of a contract that is still to come.")), .required("on", .day),
        .required("commands", array(of: command)))
}
