import Access

/// Some roles, as a type: a handler that needs one of them takes a `RoleScope` of it.
protocol RoleRequirement: SendableMetatype {
    /// One of these is needed.
    static var roles: Set<Role> { get }
}

/// Roles that may record what some command tells.
protocol RecordingRequirement: RoleRequirement {}

/// Those who record.
enum Recorders: RecordingRequirement { static let roles = Set<Role>.recorders }

/// Supervisors.
enum Supervisors: RecordingRequirement { static let roles: Set<Role> = [.supervisor] }

/// Those who read every contract.
enum Readers: RoleRequirement { static let roles = Set<Role>.readers }

/// Those who run the service.
enum Operators: RoleRequirement { static let roles: Set<Role> = [.operator] }

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
