import Hummingbird
import Logging

/// The reference that questions are measured against: one route that answers a small JSON object, and nothing around it.
@main
struct BareRoute {
    struct Answer: ResponseEncodable {
        var contract = "3f0e8c1a-6a57-4d0b-9a3e-1f1f5a2b7c01"
        var on = "2026-09-05"
        var version = 20
        var state = "covered"
        var basis = "active"
        var from = "2026-05-01"
    }

    static func main() async throws {
        let router = Router()
        router.get("bare") { _, _ in Answer() }
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8081
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: .quiet)
            .runService()
    }
}

extension Logger {
    fileprivate static let quiet: Logger = {
        var logger = Logger(label: "bare")
        logger.logLevel = .error
        return logger
    }()
}
