import Access
import HTTPTypes
import JSON

extension Operation {
    /// The roles that may read a contract. An agent may read only their own.
    private static let own = Set<Role>.readers.union([.agent])

    static let coverage = question(
        "coverage", "Who is covered on a day, on what ground, and why.", .component(.coverage), to: own,
        [.query("on", .day, isRequired: true, "The day asked about.")])

    static let cotisation = question(
        "cotisation", "What a month comes to, in three flows; to an employer, those that are theirs to see.",
        .either(.cotisation, .employerCotisation), to: own.union([.employer]),
        [
            .query("month", .month, isRequired: true, "The month asked about."),
            .query(
                "compared-with", .string, "An instant, or `version:7`: answers also what has changed since that was all that was known."),
        ])

    static let eligibility = question(
        "eligibility", "What may be claimed or asked for on a day, with deadlines and what is missing.", .component(.eligibility), to: own,
        [.query("on", .day, isRequired: true, "The day asked about.")])

    static let timeline = question("timeline", "The whole line, of cover and of cotisation.", .component(.timeline), to: own, [])

    static let events = question("events", "The contract's events, with who recorded them and when.", .component(.events), to: own, [])

    static let changes = question(
        "changes", "What two knowledges of the contract differ in, the facts learnt between them, and what is to be settled.",
        .component(.contractChanges), to: own,
        [
            .query(
                "from", .knownAt,
                "The knowledge before: an instant, or `version:7`. By default that of the instant before the last fact was recorded.")
        ], knownAt: .query("to", .knownAt, "The knowledge after, in the same form. Now by default."))

    static let facts = question(
        "facts", "The last facts, the newest first, each step with what it changed when it was told.", .component(.toldFacts), to: own,
        [
            .query("through", .version, "The version of the newest fact; the last one by default."),
            .query(
                "limit", Schema(["type": "integer", "minimum": 1, "maximum": 100]),
                "How many facts; 20 by default. A correction is answered whole."),
        ])

    static let commands = question(
        "commands", "Which commands may be told for a day, as is known now, and the rule that forbids the others.",
        .component(.commands), to: own, [.query("on", .day, isRequired: true, "The day that the commands say they take effect on.")],
        knownAt: nil)

    /// - Parameter knownAt: the parameter for the instant of knowledge; `nil` for a question about the present.
    private static func question(
        _ name: String, _ summary: String, _ answer: Schema, to roles: Set<Role>, _ parameters: [Parameter],
        knownAt: Parameter? = .knownAt
    ) -> Operation {
        Operation(
            method: .get, path: "/v1/contracts/{contract}/\(name)", id: name, tag: "Questions", summary: summary,
            audience: .roles(roles),
            parameters: parameters + [knownAt].compactMap(\.self) + [
                .header(
                    "X-Wait-For-Position", .count,
                    "The answer goes up to this position of the log, that of a command's answer: without it, a standby's may be some seconds old. "
                        + "The primary's always does.")
            ],
            answers: [200: Answer(description: "The answer.", schema: answer, hasEntityTag: true, headers: ["X-Position", "Age"])],
            problems: [400, 404])
    }

    static let scheme = Operation(
        method: .get, path: "/v1/schemes/{scheme}", id: "scheme", tag: "Questions",
        summary: "A scheme's parameters in force with their sources, its services and its guarantee table.", audience: .signedIn,
        parameters: [
            .query("on", .day, "The day; today by default."),
            .query("known-at", .instant, "The parameters known at this instant; now by default."),
        ],
        answers: [200: Answer(description: "The scheme.", schema: .component(.scheme))], problems: [400, 404])
}
