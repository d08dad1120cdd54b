import Glibc

/// Who may sign in to a private PostgreSQL: only this process's user and root, under the given logins.
///
/// The kernel tells the server which user is at the other end of its socket (`peer`), so there is no password.
struct AccessRules {
    let logins: [String]

    /// Writes the rules into the data directory, and replaces existing ones.
    func write(to data: Folder, for user: ServiceUser) throws(PrivatePostgresError) {
        try data.write(rules, to: "pg_hba.conf", for: user)
        try data.write(map, to: "pg_ident.conf", for: user)
    }

    /// `replication` is for `pg_basebackup`; PostgreSQL still requires the replication right of the role.
    private var rules: String {
        "# Rewritten at each start.\nlocal all,replication \(logins.map(quoted).joined(separator: ",")) peer map=private\n"
    }

    private var map: String {
        let users = Set([UserEntry.name(of: 0), UserEntry.name(of: geteuid())]).sorted()
        let lines = users.flatMap { user in logins.map { "private \(quoted(user)) \(quoted($0))\n" } }
        return "# Rewritten at each start.\n" + lines.joined()
    }

    private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
}
