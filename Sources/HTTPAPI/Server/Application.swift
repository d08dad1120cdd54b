public import BackOffice
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
public import Observability

/// Builds the responder for every request of the interface.
func buildResponder(
    _ configuration: Configuration, service: any ContractAnswering, feed: (any EventFeeding)? = nil,
    portfolio: (any PortfolioAnswering)? = nil, runs: (any RunKeeping)? = nil, pages: BackOffice? = nil, registry: PrometheusRegistry,
    logger: Logger
) -> RequestResponder {
    let limits = BodyLimits(size: configuration.maximumBodySize, deadline: configuration.bodyDeadline)
    let isSandbox = configuration.sandbox != nil
    let cookies = BrowserCookies(isSecure: configuration.tls != nil || configuration.isBehindProxy)
    let clients = ClientAddresses(isBehindProxy: configuration.isBehindProxy)
    let proposals = configuration.proposals.map { ProposalDesk(service: service, proposals: $0) }
    let desk = pages.map { PageRoutes(of: $0, limits: limits, cookies: cookies, provider: configuration.provider, proposals: proposals) }
    let routes = DocumentRoutes(
        routes: CommandRoutes(
            service: service, limits: limits, employers: configuration.employers, fourEyes: configuration.fourEyesRule,
            proposals: proposals,
            runs: runs
        ).routes
            + (proposals.map { ProposalRoutes(desk: $0, limits: limits).routes } ?? [])
            + BulkRoutes(service: service, portfolio: portfolio, configuration).routes
            + QuestionRoutes(service: service).routes
            + SchemeRoutes(service: service).routes
            + (configuration.accessLog.map {
                PeopleRoutes(
                    service: service, limits: limits, accessLog: $0, callerLimits: configuration.callerLimits,
                    employers: configuration.employers, fourEyes: configuration.fourEyesRule, proposals: proposals
                ).routes + AccessLogRoutes(log: $0).routes
            } ?? [])
            + (portfolio.map {
                PortfolioRoutes(portfolio: $0, runs: runs, employers: configuration.employers).routes
                    + WhatIfRoutes(portfolio: $0, limits: limits).routes
            } ?? [])
            + (runs.map {
                RunRoutes(runs: $0, limits: limits, employers: configuration.employers).routes
                    + BankRoutes(runs: $0, limits: limits, employers: configuration.employers, fourEyes: configuration.fourEyesRule).routes
                    + BankFileRoutes(runs: $0, configuration).routes
                    + LedgerRoutes(runs: $0, accessLog: configuration.accessLog).routes
                    + ActuaryRoutes(runs: $0).routes
            } ?? [])
            + (feed.map { FeedRoutes(feed: $0, heartbeat: configuration.heartbeat).routes } ?? [])
            + (configuration.sandbox.map { SandboxRoutes(sandbox: $0, limits: limits).routes } ?? [])
            + SignInRoutes(
                signIn: configuration.signIn, provider: configuration.provider, failures: configuration.failedSignIns, clients: clients,
                cookies: cookies, hasPages: pages != nil
            ).routes
            + (desk?.routes ?? [])
            + OperationsRoutes(
                service: service, portfolio: portfolio, registry: registry, patience: configuration.readinessPatience
            ).routes,
        isSandbox: isSandbox, cookies: cookies, employers: configuration.employers
    ).all
    return RequestResponder(
        paths: KnownPaths(routes, registry: registry),
        gate: Gate(
            tokens: configuration.tokens, callers: configuration.callers, signIn: configuration.signIn, provider: configuration.provider,
            limits: configuration.callerLimits, failures: configuration.failedSignIns, clients: clients, cookies: cookies,
            forms: FormCheck(ownOrigin: configuration.publicOrigin, limits: limits), hasPages: desk != nil),
        common: CommonHeaders(isSecure: configuration.tls != nil, isSandbox: isSandbox), pages: desk, record: RequestRecord(in: registry),
        deadline: configuration.requestDeadline, loggers: TracedLoggers(logger))
}

/// Builds the application that serves the interface, for a service group. A graceful shutdown answers the requests that have arrived.
///
/// - Parameters:
///   - configuration: how to serve.
///   - service: decides commands and answers questions.
///   - feed: the log, for the routes that publish it.
///   - portfolio: answers questions about all contracts.
///   - runs: makes runs, and answers what they came to.
///   - pages: the clerk's desk; nil leaves only the page that documents the interface.
///   - registry: receives the metrics of the routes; `/metrics` shows it.
///   - logger: logs outside of requests; each request's logger derives from it.
///   - onListening: called with the port, once connections are accepted.
/// - Throws: when the certificate cannot be used.
public func buildApplication(
    _ configuration: Configuration, service: any ContractAnswering, feed: (any EventFeeding)? = nil,
    portfolio: (any PortfolioAnswering)? = nil, runs: (any RunKeeping)? = nil, pages: BackOffice? = nil, registry: PrometheusRegistry,
    logger: Logger, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
) throws -> some ApplicationProtocol {
    let responder = buildResponder(
        configuration, service: service, feed: feed, portfolio: portfolio, runs: runs, pages: pages, registry: registry, logger: logger)
    let settings = ConnectionSettings(
        answer: { try await responder.answer($0, on: $1) }, common: responder.common,
        strangers: Strangers(most: configuration.strangersPerAddress),
        idleTimeout: TimeAmount(configuration.idleTimeout), restPatience: TimeAmount(min(configuration.idleTimeout, .seconds(5))),
        stallTimeout: TimeAmount(configuration.stallTimeout))
    let http = HTTPServerBuilder { _ in ConnectionChannel(settings: settings) }
    return Application(
        responder: responder,
        server: try configuration.tls.map { try .tls(http, tlsConfiguration: $0.configuration()) } ?? http,
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            availableConnectionsDelegate: .maximum(configuration.maximumConnections, logger: logger)),
        onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port) },
        logger: logger)
}
