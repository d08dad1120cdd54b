import HummingbirdTLS

/// Where the certificate and its key are.
public struct TLSFiles: Sendable {
    /// The certificate chain, PEM, the server's own first.
    public var certificateChain: String
    /// Its private key, PEM.
    public var privateKey: String

    /// The paths of two PEM files.
    public init(certificateChain: String, privateKey: String) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }

    /// TLS 1.2 or later, with this certificate.
    func configuration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificateChain).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: privateKey, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
