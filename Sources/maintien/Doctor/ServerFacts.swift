import Postgres

/// What a PostgreSQL server says of itself to any login.
struct ServerFacts {
    let version: String
    /// The version as a number, such as 150014.
    let number: Int
    let isStandby: Bool
    let fsync: String
    let fullPageWrites: String
    /// As this login's sessions have it.
    let synchronousCommit: String
    let synchronousStandbys: String
    let archiveMode: String
    /// Whether the last attempt to archive a file failed.
    let isArchiveFailing: Bool
    /// The TLS version of this connection; nil without TLS.
    let tls: String?
    /// Whether this connection goes through a Unix socket.
    let isSocket: Bool

    init(in session: Session) throws {
        (version, number, isStandby, fsync, fullPageWrites, synchronousCommit) = try session.one(
            """
            SELECT current_setting('server_version'), current_setting('server_version_num')::integer, pg_is_in_recovery(),
                current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
            """, as: (String, Int, Bool, String, String, String).self)
        (synchronousStandbys, archiveMode, isArchiveFailing, tls, isSocket) = try session.one(
            """
            SELECT current_setting('synchronous_standby_names'), current_setting('archive_mode'),
                (SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) FROM pg_stat_archiver),
                (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), inet_server_addr() IS NULL
            """, as: (String, String, Bool, String?, Bool).self)
    }

    var findings: [DoctorFinding] {
        [
            number < 150_000
                ? .broken("database", "PostgreSQL \(version) answers.", "PostgreSQL 15 or later is needed.")
                : isStandby
                    ? .broken("database", "A standby answers, which records no commands.", "Name the primary, or all hosts, in the URL.")
                    : .ok("database", "PostgreSQL \(version) answers."),
            .ok("connection", isSocket ? "By a Unix socket." : tls.map { "By \($0)." } ?? "By TCP within this machine, without TLS."),
            durability, standbys, archive,
        ]
    }

    private var durability: DoctorFinding {
        let off = [("fsync", fsync), ("full_page_writes", fullPageWrites)].filter { $0.1 == "off" }.map { "\($0.0) is off" }
        if !off.isEmpty {
            return .broken(
                "durability", "\(off.joined(separator: ", ")): a crash may lose or damage what was recorded.",
                "Set it on in postgresql.conf, and reload.")
        }
        switch synchronousCommit {
        case "on", "remote_apply": return .ok("durability", "A command is on disk before it is answered.")
        case "off":
            return .broken(
                "durability", "synchronous_commit is off: a crash loses commands that were answered.",
                "Set synchronous_commit to on for the database and the service's login.")
        default:
            return synchronousStandbys.isEmpty
                ? .ok("durability", "A command is on disk before it is answered.")
                : .broken(
                    "durability", "synchronous_commit is \(synchronousCommit): a failover loses commands that were answered.",
                    "Set synchronous_commit to on for the database and the service's login.")
        }
    }

    private var standbys: DoctorFinding {
        synchronousStandbys.isEmpty
            ? .warning(
                "standbys", "No standby confirms commands: what was recorded since the last backup is lost with this machine.",
                "Set up a standby, and name it in synchronous_standby_names.")
            : .ok("standbys", "Commands wait for \(synchronousStandbys).")
    }

    private var archive: DoctorFinding {
        if archiveMode == "off" {
            return .warning(
                "archive", "PostgreSQL archives no write-ahead log: only the last backup can be restored.",
                "Set archive_mode, archive_command and archive_timeout.")
        }
        return isArchiveFailing
            ? .broken(
                "archive", "The last attempt to archive write-ahead log failed.",
                "Read PostgreSQL's log, and put right what archive_command needs.")
            : .ok("archive", "Write-ahead log is archived.")
    }
}
