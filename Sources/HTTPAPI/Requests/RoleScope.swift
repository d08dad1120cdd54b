import Access

/// A request whose caller has one of the roles of `Requirement`: without it there is no value of this type.
struct RoleScope<Requirement: RoleRequirement>: Sendable {
    /// The request.
    let signedIn: SignedInScope

    /// - Throws: `access.role` when the caller has none of the roles.
    init(_ signedIn: SignedInScope) throws(Problem) {
        guard signedIn.caller.capacity.has(oneOf: Requirement.roles) else { throw .roleNeeded(Requirement.roles) }
        self.signedIn = signedIn
    }

    /// Who calls.
    var caller: Caller { signedIn.caller }
    /// Who is at the other end of the connection.
    var peer: Peer { signedIn.peer }
    /// The trace that the request's log lines tell of.
    var traceID: String { signedIn.traceID }
}
