import Access

/// A request whose caller has one of the roles of `Requirement`. Only the checking initialiser makes such a value.
struct RoleScope<Requirement: RoleRequirement>: Sendable {
    /// The request.
    let signedIn: SignedInScope

    /// - Throws: `access.role` when the caller has none of the roles.
    init(_ signedIn: SignedInScope) throws(Problem) {
        guard signedIn.caller.capacity.has(oneOf: Requirement.roles) else { throw .roleNeeded(Requirement.roles) }
        self.signedIn = signedIn
    }

    /// The caller.
    var caller: Caller { signedIn.caller }
    /// The client at the other end of the connection.
    var peer: Peer { signedIn.peer }
    /// The id of the trace in the request's log lines.
    var traceID: String { signedIn.traceID }
}
