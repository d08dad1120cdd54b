import ArgumentParser
import ContractService
import HTTPAPI

/// The options that say how clients reach the service.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where to listen (default: 127.0.0.1:8080; port 0: one that is free).", valueName: "host:port"))
    var listen: String?

    @Flag(help: "A proxy in front has TLS: plain HTTP may leave the loopback.")
    var behindProxy = false

    @Option(
        help: ArgumentHelp(
            "The bearer token that callers show, of 32 characters or more; made up and printed when there is none. Better in MAINTIEN_TOKEN_FILE.",
            valueName: "token"))
    var token: String?

    @Option(help: ArgumentHelp("A file of callers, on each line a name, a token, and a role: events name the caller.", valueName: "file"))
    var tokens: String?

    @Option(help: ArgumentHelp("The certificate chain to serve with, in PEM; with --tls-key.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "The form of employers' codes: characters, and how many (default: \(EmployerCodes.standard)).", valueName: "form"))
    var employerCodes: String?

    @Option(
        help: ArgumentHelp(
            "The least severe log lines written: trace, debug, info, notice, warning, error (default: info).", valueName: "level"))
    var logLevel: String?

    /// The flags by their settings' keys.
    var flags: [String: String?] {
        [
            "listen": listen, "behindProxy": behindProxy ? "true" : nil, "token": token, "tokens": tokens,
            "tls.certificate": tlsCertificate, "tls.key": tlsKey, "log.level": logLevel,
            "employer.codes": employerCodes,
        ]
    }
}
