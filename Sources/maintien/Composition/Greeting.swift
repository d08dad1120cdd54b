import Glibc
import HTTPAPI
import Synchronization

/// The text shown once the service listens.
final class Greeting: Sendable {
    private let scheme: String
    private let host: String
    private let isSandbox: Bool
    private let token: String?
    private let data: DataDirectory?
    private let signIn: BrowserSignIn
    private let port = Mutex<Int?>(nil)

    /// - Parameters:
    ///   - token: the generated token to show, if any.
    ///   - data: the directory of the private PostgreSQL, if used.
    init(_ configuration: HTTPAPI.Configuration, token: String?, data: DataDirectory?) {
        scheme = configuration.tls == nil ? "http" : "https"
        host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        isSandbox = configuration.sandbox != nil
        self.token = token
        self.data = data
        signIn = configuration.signIn
    }

    func show(port: Int) {
        self.port.withLock { $0 = port }
        print("\(isSandbox ? "A Maintien sandbox" : "Maintien") is ready at \(scheme)://\(host):\(port)")
        if let data, let closed = data.closed {
            print("PostgreSQL, which does not run as root, cannot pass \(closed): what is recorded is kept in \(data.path)")
        }
        if let token { print("No token was configured, so one was made up: \(token)") }
        if token != nil { showLink() } else { fflush(nil) }
    }

    /// Prints a link that signs a browser in. Does nothing before the service listens.
    func showLink() {
        guard let port = port.withLock({ $0 }) else { return }
        let reachable = ["0.0.0.0": "127.0.0.1", "[::]": "[::1]"][host] ?? host
        print(
            "Look around, by a link that is good once, for 60 seconds: \(scheme)://\(reachable):\(port)\(signIn.link(for: "operator", to: "/"))"
        )
        fflush(nil)
    }
}
