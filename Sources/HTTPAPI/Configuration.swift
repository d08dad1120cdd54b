public import Access
public import ContractService

/// The configuration of the HTTP interface.
public struct Configuration: Sendable {
    /// The path to which an OpenID provider sends browsers back.
    public static let callbackPath = Operation.finishSignIn.path

    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose one.
    public var port = 8080
    /// The local tokens and their callers.
    public var tokens: Tokens
    /// Finds the callers of all other tokens; nil refuses them.
    public var callers: (any CallerFinding)?
    /// Signs browsers in by the printed link.
    public var signIn = BrowserSignIn()
    /// Signs browsers in at an OpenID provider; nil when there is none.
    public var provider: (any BrowserSigningIn)?
    /// Limits the failed sign-ins of one address.
    public var failedSignIns = FailedSignIns()
    /// Whether a proxy in front serves TLS and sends the client's address in `X-Forwarded-For`.
    public var isBehindProxy = false
    /// The origin at which browsers reach the service, such as `https://maintien.example.fr`; nil for the request's own origin.
    public var publicOrigin: String?
    /// The log of readings of personal data, written before the answer; nil: no personal data is served.
    public var accessLog: (any AccessLogging)?
    /// Keeps requests that need a second caller; nil: such requests are refused.
    public var proposals: (any ProposalKeeping)?
    /// The operations for which even a supervisor needs a second caller.
    public var fourEyes = Set(FourEyes.allCases)
    /// The rate limits of each caller.
    public var callerLimits = CallerLimits()
    /// The form of employers' codes.
    public var employers = EmployerCodes.standard
    /// The certificate to serve with; plain HTTP when nil.
    public var tls: TLSIdentity?
    /// Sets a sandbox's clock and empties its data: adds two routes and marks every answer. Nil in production.
    public var sandbox: (any SandboxKeeping)?
    /// The most bytes that a body may have.
    public var maximumBodySize = 1 << 20
    /// How long a body may take to arrive (408 after that).
    public var bodyDeadline = Duration.seconds(15)
    /// How long a request may take before it is cancelled. The answer, 503, follows within two seconds.
    public var requestDeadline = Duration.seconds(28)
    /// How long a connection may stay open without a complete request. While a client still sends a request already answered, the limit is
    /// this time or 5 seconds, the shorter one.
    public var idleTimeout = Duration.seconds(60)
    /// How long a client may take nothing of a waiting answer before its connection is closed.
    public var stallTimeout = Duration.seconds(30)
    /// How long readiness waits for the positions of the projections. Readiness itself does not depend on them.
    public var readinessPatience = Duration.seconds(1)
    /// How often an idle stream of events sends a sign of life.
    public var heartbeat = Duration.seconds(15)
    /// How many bulks one caller may run at once (429 for the next).
    public var bulksPerCaller = 2
    /// The least rate at which a bulk must arrive while the service waits for it, measured over `window`. A slower bulk is ended.
    public var leastBulkRate = (bytesPerSecond: 1024, window: Duration.seconds(30))
    /// The most open connections; further ones wait to be accepted.
    public var maximumConnections = 10_000
    /// The most open connections of one address before sign-in; further ones are closed at once.
    public var strangersPerAddress = 64

    /// The four-eyes rule. Without proposals, supervisors act alone.
    var fourEyesRule: FourEyesRule { FourEyesRule(guarded: proposals == nil ? [] : fourEyes) }

    /// The defaults, with these local tokens.
    public init(tokens: Tokens) {
        self.tokens = tokens
    }
}
