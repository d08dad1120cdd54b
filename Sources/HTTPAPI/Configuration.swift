public import Access
public import ContractService

/// How the HTTP interface is served.
public struct Configuration: Sendable {
    /// Where an OpenID provider sends browsers back to.
    public static let callbackPath = Operation.finishSignIn.path

    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose one.
    public var port = 8080
    /// Who may call.
    public var tokens: Tokens
    /// Finds the callers of all other tokens; none without it.
    public var callers: (any CallerFinding)?
    /// How browsers sign in by the printed link.
    public var signIn = BrowserSignIn()
    /// How browsers sign in at an OpenID provider; they do not without it.
    public var provider: (any BrowserSigningIn)?
    /// How many sign-ins of one address may fail.
    public var failedSignIns = FailedSignIns()
    /// Whether a proxy in front has TLS, and tells the client's address in `X-Forwarded-For`.
    public var isBehindProxy = false
    /// The origin at which browsers reach the service, such as `https://maintien.example.fr`; nil: that of the request.
    public var publicOrigin: String?
    /// Where readings of personal data are recorded before they are answered; nil: no personal data is served.
    public var accessLog: (any AccessLogging)?
    /// Where requests wait that take two callers; nil: they are refused to who may not act alone.
    public var proposals: (any ProposalKeeping)?
    /// What takes two callers, supervisors too.
    public var fourEyes = Set(FourEyes.allCases)
    /// How much one caller may ask for.
    public var callerLimits = CallerLimits()
    /// The form of employers' codes.
    public var employers = EmployerCodes.standard
    /// The certificate to serve with; plain HTTP when nil.
    public var tls: TLSIdentity?
    /// The sandbox's clock and broom, for two routes more, and for every answer to say that it comes from a sandbox; nil for the real thing.
    public var sandbox: (any SandboxKeeping)?
    /// The most bytes that a body may have.
    public var maximumBodySize = 1 << 20
    /// How long a body may take to arrive (408 after that).
    public var bodyDeadline = Duration.seconds(15)
    /// How long a request may take until it is cancelled, which has it answered (503) within two seconds more.
    public var requestDeadline = Duration.seconds(28)
    /// How long a connection may stay open without a whole request. One that goes on sending a request already answered is closed after
    /// this time, or 5 seconds if that is less.
    public var idleTimeout = Duration.seconds(60)
    /// How long a client may take nothing of an answer that waits for it: it is cut off then.
    public var stallTimeout = Duration.seconds(30)
    /// How long readiness waits for the projections to say where they are; it does not depend on them.
    public var readinessPatience = Duration.seconds(1)
    /// How often a stream of events on which nothing happens shows that it is there.
    public var heartbeat = Duration.seconds(15)
    /// How many bulks of one caller may run at once (429 for the next).
    public var bulksPerCaller = 2
    /// The least bytes a second that a bulk has to send while it is waited for, over a window of such time: one that sends less is ended.
    public var leastBulkRate = (bytesPerSecond: 1024, window: Duration.seconds(30))
    /// How many connections are open at once; more wait to be accepted.
    public var maximumConnections = 10_000
    /// How many connections one address may have open on which nobody has signed in yet; more are closed at once.
    public var strangersPerAddress = 64

    /// Without proposals, supervisors act alone.
    var fourEyesRule: FourEyesRule { FourEyesRule(guarded: proposals == nil ? [] : fourEyes) }

    /// The defaults, for these callers.
    public init(tokens: Tokens) {
        self.tokens = tokens
    }
}
