import Glibc

extension PostgresConfiguration {
    /// Whether the URL contains a password.
    public var holdsPassword: Bool { parameters["password"] != nil }

    /// The first server that is neither local nor has its certificate checked; nil when there is none.
    /// An attacker on the network could read the traffic to such a server, or impersonate it.
    ///
    /// For settings missing from the URL, libpq reads its environment variables; so does this check.
    public var unprotectedServer: String? {
        if case .verified = tls { return nil }
        if tls == nil, setting("sslmode", "PGSSLMODE") == "verify-full" { return nil }
        if setting("hostaddr", "PGHOSTADDR") == nil, setting("host", "PGHOST") == nil, let service = setting("service", "PGSERVICE") {
            return "service \(service)"
        }
        let servers = setting("hostaddr", "PGHOSTADDR") ?? setting("host", "PGHOST") ?? ""
        return servers.split(separator: ",").map(String.init).first { !Self.isLocal($0) }
    }

    private func setting(_ keyword: String, _ variable: String) -> String? {
        if let value = parameters[keyword], !value.isEmpty { return value }
        guard let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }

    /// Whether this is a socket directory, an abstract socket, or a loopback address.
    private static func isLocal(_ server: String) -> Bool {
        if server.hasPrefix("/") || server.hasPrefix("@") || server == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, server, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, server, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }
}
