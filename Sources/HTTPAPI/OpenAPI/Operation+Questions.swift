import HTTPTypes
import JSON

extension Operation {
    static let coverage = question(
        "coverage", "Who is covered on a day, on what ground, and why.", .coverage,
        [.query("on", .day, isRequired: true, "The day asked about.")])

    static let cotisation = question(
        "cotisation", "What a month comes to, in three flows.", .cotisation,
        [
            .query("month", .month, isRequired: true, "The month asked about."),
            .query(
                "compared-with", .string, "An instant, or `version:7`: answers also what has changed since that was all that was known."),
        ])

    static let eligibility = question(
        "eligibility", "What may be claimed or asked for on a day, with deadlines and what is missing.", .eligibility,
        [.query("on", .day, isRequired: true, "The day asked about.")])

    static let timeline = question("timeline", "The whole line, of cover and of cotisation.", .timeline, [])

    static let events = question("events", "The contract's events, with who recorded them and when.", .events, [])

    private static func question(_ name: String, _ summary: String, _ answer: Component, _ parameters: [Parameter]) -> Operation {
        Operation(
            method: .get, path: "/v1/contracts/{contract}/\(name)", id: name, tag: "Questions", summary: summary,
            parameters: parameters + [.knownAt],
            answers: [200: Answer(description: "The answer.", schema: .component(answer), hasEntityTag: true)], problems: [400, 404])
    }

    static let scheme = Operation(
        method: .get, path: "/v1/schemes/{scheme}", id: "scheme", tag: "Questions",
        summary: "A scheme's parameters in force with their sources, its services and its guarantee table.",
        parameters: [
            .query("on", .day, "The day; today by default."),
            .query("known-at", .instant, "The parameters known at this instant; now by default."),
        ],
        answers: [200: Answer(description: "The scheme.", schema: .component(.scheme))], problems: [400, 404])
}
