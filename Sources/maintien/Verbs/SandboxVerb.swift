import ArgumentParser

/// The verb `sandbox`: runs a service for training.
struct SandboxVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Serve a training ground, on a throw-away database with a clock of its own.",
        discussion: """
            POST /v1/sandbox/clock {"now": "2026-09-10T09:00:00Z"} sets the clock, which stands still until it is set again.
            POST /v1/sandbox/reset empties everything and frees the clock. Every answer says that it is a sandbox's.
            """)

    @OptionGroup var serving: ServeOptions
    @OptionGroup var limits: LimitOptions
    @Option(help: ArgumentHelp("A scheme's file; again for each (default: those that come with the program).", valueName: "file"))
    var scheme: [String] = []

    func run() async throws {
        let schemeFiles = scheme.isEmpty ? nil : scheme.joined(separator: ",")
        let flags = serving.flags.merging(limits.flags) { $1 }.merging(["scheme": schemeFiles]) { $1 }
        try await Serving.sandbox(Settings(flags: flags, file: nil))
    }
}
