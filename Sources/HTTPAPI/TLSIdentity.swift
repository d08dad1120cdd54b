import HummingbirdTLS
import NIOCore
import NIOSSL
import Synchronization

/// The service's certificate and key, read from PEM files. Both can be reloaded while the service runs.
public final class TLSIdentity: Sendable {
    /// Why the files cannot be used.
    public enum Unusable: Error, Hashable, CustomStringConvertible {
        case certificate(path: String)
        case key(path: String)
        /// The key does not belong to the certificate.
        case notAPair(certificate: String, key: String)

        /// A text for the operator, which names the files.
        public var description: String {
            switch self {
            case .certificate(let path):
                "the certificate \(path) cannot be read: a chain in PEM is expected, the server's own certificate first"
            case .key(let path): "the certificate's key \(path) cannot be read: an unencrypted key in PEM is expected"
            case .notAPair(let certificate, let key): "the key \(key) is not that of the certificate \(certificate)"
            }
        }
    }

    private struct Pair {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKeySource
    }

    private let certificatePath: String
    private let keyPath: String
    private let pair: Mutex<Pair>

    /// Reads both files: the certificate chain, the server's own certificate first, and its private key.
    public init(certificateChain: String, privateKey: String) throws(Unusable) {
        certificatePath = certificateChain
        keyPath = privateKey
        pair = Mutex(try Self.read(certificateChain, privateKey))
    }

    /// Reloads both files, for new connections.
    ///
    /// - Throws: when the files cannot be used; the former pair then stays.
    public func readAnew() throws(Unusable) {
        let new = try Self.read(certificatePath, keyPath)
        pair.withLock { $0 = new }
    }

    private static func read(_ certificatePath: String, _ keyPath: String) throws(Unusable) -> Pair {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(certificatePath), !certificates.isEmpty else {
            throw .certificate(path: certificatePath)
        }
        guard let key = try? NIOSSLPrivateKey(file: keyPath, format: .pem) else { throw .key(path: keyPath) }
        let pair = Pair(chain: certificates.map { .certificate($0) }, key: .privateKey(key))
        guard (try? NIOSSLContext(configuration: .makeServerConfiguration(certificateChain: pair.chain, privateKey: pair.key))) != nil
        else {
            throw .notAPair(certificate: certificatePath, key: keyPath)
        }
        return pair
    }

    /// The configuration for TLS 1.2 or later. Each handshake uses the current certificate.
    func configuration() -> TLSConfiguration {
        let first = pair.withLock { $0 }
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: first.chain, privateKey: first.key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.sslContextCallback = { [self] _, promise in
            let now = pair.withLock { $0 }
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = now.chain
            override.privateKey = now.key
            promise.succeed(override)
        }
        return configuration
    }
}
