import Access
import ArgumentParser
import BackOffice
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

/// Serves a contract service over HTTP until a signal stops it.
struct HTTPServing {
    let logger: Logger
    private let registry = PrometheusRegistry(help: MetricHelp.texts)
    private let callers: Callers
    private let configuration: HTTPAPI.Configuration
    private let signals: UnixSignalsSequence
    private let tlsKey: String?
    /// Warnings to log once the service runs.
    private let warnings: [String]

    /// Reads the settings, and starts to catch signals.
    ///
    /// - Throws: the error of a wrong setting.
    init(_ settings: Settings, isSandbox: Bool = false) async throws {
        logger = try HTTPServing.logger(settings)
        MetricsSystem.bootstrap(registry)
        callers = try Callers(settings, isSandbox: isSandbox)
        var configuration = try HTTPServing.configuration(settings, callers: callers)
        // A sandbox holds no real data, and its users may try mistakes.
        if isSandbox { configuration.failedSignIns = FailedSignIns(allowed: nil) }
        self.configuration = configuration
        tlsKey = settings.text("tls.key")
        warnings = isSandbox ? [] : settings.warnings
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup, .sigusr1)
    }

    /// The callers with local tokens.
    var localCallers: [Caller] { Array(callers.tokens.callers) }

    /// Listens and prints the address. After a signal to stop, even an earlier one, answers the requests that have arrived, and returns.
    ///
    /// - Parameter data: the directory of the private PostgreSQL, if used.
    func run(
        _ service: RunningService, callers finder: CallerFinder? = nil, provider: OpenIDSignIn? = nil, data: DataDirectory? = nil,
        sandbox: ServiceSandbox? = nil
    ) async throws {
        for warning in warnings { logger.warning("\(warning)") }
        var configuration = configuration
        configuration.callers = finder
        configuration.provider = provider
        configuration.sandbox = sandbox
        configuration.accessLog = service.accessLog
        configuration.proposals = service.proposals
        let pages = BackOffice(
            service: service.contracts, portfolio: service.portfolio, runs: service.runs, accessLog: service.accessLog,
            limits: configuration.callerLimits, employers: configuration.employers, key: service.pageKey,
            paperKey: PaperKey(service.paperKey), sandbox: sandbox, proposals: service.proposals, fourEyes: configuration.fourEyes)
        let greeting = Greeting(configuration, token: callers.madeUp, data: data)
        let application = try buildApplication(
            configuration, service: service.contracts, feed: service.feed, portfolio: service.portfolio, runs: service.runs, pages: pages,
            registry: registry, logger: logger
        ) { port in greeting.show(port: port) }
        var setup = ServiceGroupConfiguration(services: [application], logger: logger)
        setup.maximumGracefulShutdownDuration = .seconds(30)
        setup.maximumCancellationDuration = .seconds(5)
        let group = ServiceGroup(configuration: setup)
        let heeding = Task { [signals, tls = configuration.tls] in
            for await signal in signals {
                switch signal {
                case .sighup: readCertificateAnew(tls)
                case .sigusr1: greeting.showLink()
                default: await group.triggerGracefulShutdown()
                }
            }
        }
        defer { heeding.cancel() }
        let finishing = Task { [logger] in
            await ProposalFinishing(desk: ProposalDesk(service: service.contracts, proposals: service.proposals), logger: logger).run()
        }
        defer { finishing.cancel() }
        do { try await group.run() } catch let error as IOError {
            throw VerbTrouble(
                "\(configuration.host):\(configuration.port) cannot be listened on: \(String(cString: strerror(error.errnoCode))).")
        }
    }

    private func readCertificateAnew(_ tls: TLSIdentity?) {
        guard let tls else { return logger.notice("SIGHUP: there is no certificate to read anew") }
        do {
            if let tlsKey { try SecretFile.check(tlsKey, holding: "the certificate's key") }
            try tls.readAnew()
            logger.notice("SIGHUP: the certificate was read anew")
        } catch {
            logger.error(
                "SIGHUP: the certificate was not read anew, the former one stays",
                metadata: ["reason": "\((error as? ValidationError)?.message ?? "\(error)")"])
        }
    }

    private static func configuration(_ settings: Settings, callers: Callers) throws -> HTTPAPI.Configuration {
        var configuration = HTTPAPI.Configuration(tokens: callers.tokens)
        let address = try ListenAddress(settings.text("listen") ?? "127.0.0.1:8080")
        configuration.host = address.host
        configuration.port = address.port
        configuration.employers = try settings.employers
        configuration.callerLimits = try settings.callerLimits()
        configuration.failedSignIns = try settings.failedSignIns()
        configuration.publicOrigin = try settings.publicOrigin()
        configuration.fourEyes = try settings.fourEyes()
        let behindProxy = try settings.flag("behindProxy")
        configuration.isBehindProxy = behindProxy
        if configuration.publicOrigin?.hasPrefix("https:") == true, !behindProxy, settings.text("tls.certificate") == nil {
            throw ValidationError(
                "publicUrl is https, and the service has no certificate: give --tls-certificate and --tls-key, or say --behind-proxy when a proxy in "
                    + "front has TLS. Else cookies would travel in clear, and all browsers would have one address.")
        }
        // Behind a proxy all clients share one address.
        if behindProxy { configuration.strangersPerAddress = .max }
        configuration.maximumConnections = try OpenFiles.connections(atMost: configuration.maximumConnections)
        switch (settings.text("tls.certificate"), settings.text("tls.key")) {
        case (let certificate?, let key?):
            try SecretFile.check(key, holding: "the certificate's key")
            do throws(TLSIdentity.Unusable) {
                configuration.tls = try TLSIdentity(certificateChain: certificate, privateKey: key)
            } catch {
                throw VerbTrouble("TLS is not possible: \(error).")
            }
        case (nil, nil):
            guard address.isLoopback || behindProxy else {
                throw ValidationError(
                    "Plain HTTP at \(address.host) would show tokens and answers to the network: give --tls-certificate and --tls-key, listen on "
                        + "127.0.0.1, or say --behind-proxy when a proxy in front has TLS.")
            }
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
