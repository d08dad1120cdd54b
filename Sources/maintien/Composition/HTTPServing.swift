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
enum HTTPServing {
    /// Listens, says where, and returns when what had arrived by the signal is answered.
    static func run(_ service: ContractService, settings: Settings, sandbox: ServiceSandbox? = nil) async throws {
        let logger = try logger(settings)
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let callers = try Callers(settings)
        let configuration = try configuration(settings, callers: callers, sandbox: sandbox)
        let application = try buildApplication(configuration, service: service, registry: registry, logger: logger) { port in
            greet(configuration, port: port, token: callers.madeUp)
        }
        var group = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        group.maximumCancellationDuration = .seconds(5)
        do { try await ServiceGroup(configuration: group).run() } catch let error as IOError {
            throw Trouble(
                "\(configuration.host):\(configuration.port) cannot be listened on: \(String(cString: strerror(error.errnoCode))).")
        }
    }

    private static func configuration(
        _ settings: Settings, callers: Callers, sandbox: ServiceSandbox?
    ) throws -> HTTPAPI.Configuration {
        var configuration = HTTPAPI.Configuration(tokens: callers.tokens)
        let address = try ListenAddress(settings.text("listen") ?? "127.0.0.1:8080")
        configuration.host = address.host
        configuration.port = address.port
        configuration.sandbox = sandbox
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

    private static func greet(_ configuration: HTTPAPI.Configuration, port: Int, token: String?) {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let url = "\(configuration.tls == nil ? "http" : "https")://\(host):\(port)"
        print(configuration.sandbox == nil ? "Maintien is ready at \(url)" : "A Maintien sandbox is ready at \(url)")
        if let token { print("No token was configured, so one was made up. Open \(url)/docs?token=\(token)") }
        fflush(nil)
    }
}
