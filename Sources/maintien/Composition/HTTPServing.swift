import ArgumentParser
import CivilTime
import ContractService
import Glibc
import HTTPAPI
import Hummingbird
import Logging
import Metrics
import NIOCore
import Observability
import ServiceLifecycle
import UnixSignals

/// Serves a contract service over HTTP until it is asked to stop.
struct HTTPServing {
    let logger: Logger
    private let registry = PrometheusRegistry()
    private let callers: Callers
    private let configuration: HTTPAPI.Configuration
    private let signals: UnixSignalsSequence

    /// Reads the settings, and from now on takes note of signals to stop.
    ///
    /// - Throws: what is wrong with a setting.
    init(_ settings: Settings) async throws {
        logger = try HTTPServing.logger(settings)
        MetricsSystem.bootstrap(registry)
        callers = try Callers(settings)
        configuration = try HTTPServing.configuration(settings, callers: callers)
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    }

    /// Listens, says where, and returns when what had arrived by the signal is answered; at once when the signal came before.
    func run(_ service: Service, sandbox: ServiceSandbox? = nil) async throws {
        var configuration = configuration
        configuration.sandbox = sandbox
        let greeting = Greeting(configuration, token: callers.madeUp)
        let application = try buildApplication(
            configuration, service: service.contracts, feed: service.feed, portfolio: service.portfolio, registry: registry, logger: logger
        ) { port in greeting.show(port: port) }
        var setup = ServiceGroupConfiguration(services: [application], logger: logger)
        setup.maximumGracefulShutdownDuration = .seconds(30)
        setup.maximumCancellationDuration = .seconds(5)
        let group = ServiceGroup(configuration: setup)
        let stopping = Task { [signals] in for await _ in signals { await group.triggerGracefulShutdown() } }
        defer { stopping.cancel() }
        do { try await group.run() } catch let error as IOError {
            throw Trouble(
                "\(configuration.host):\(configuration.port) cannot be listened on: \(String(cString: strerror(error.errnoCode))).")
        }
    }

    private static func configuration(_ settings: Settings, callers: Callers) throws -> HTTPAPI.Configuration {
        var configuration = HTTPAPI.Configuration(tokens: callers.tokens)
        let address = try ListenAddress(settings.text("listen") ?? "127.0.0.1:8080")
        configuration.host = address.host
        configuration.port = address.port
        switch (settings.text("tls.certificate"), settings.text("tls.key")) {
        case (let certificate?, let key?): configuration.tls = TLSFiles(certificateChain: certificate, privateKey: key)
        case (nil, nil): break
        default: throw ValidationError("TLS needs both --tls-certificate and --tls-key.")
        }
        return configuration
    }

    private static func logger(_ settings: Settings) throws -> Logger {
        guard let level = Logger.Level(rawValue: settings.text("log.level") ?? "info") else {
            throw ValidationError("--log-level takes trace, debug, info, notice, warning or error.")
        }
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level) }
        return Logger(label: "maintien")
    }
}

/// What a person reads once the service listens.
private struct Greeting {
    private let url: String
    private let isSandbox: Bool
    private let token: String?

    /// - Parameter token: shown when it was made up.
    init(_ configuration: HTTPAPI.Configuration, token: String?) {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        url = "\(configuration.tls == nil ? "http" : "https")://\(host)"
        isSandbox = configuration.sandbox != nil
        self.token = token
    }

    func show(port: Int) {
        print(isSandbox ? "A Maintien sandbox is ready at \(url):\(port)" : "Maintien is ready at \(url):\(port)")
        if let token { print("No token was configured, so one was made up. Open \(url):\(port)/docs?token=\(token)") }
        fflush(nil)
    }
}
