import FoundationEssentials
public import Postgres

/// Begins epochs of a vault's master key, and destroys them.
///
/// The keys of people are wrapped under the key of an epoch. In an older backup they are wrapped as they were then. So an erased person in that
/// backup cannot be read any more once the epochs of that time are destroyed.
public struct KeyRotation: Sendable {
    private let database: Database
    private let path: String
    private let pageSize: Int

    /// An arbitrary advisory-lock key: "epoch" in ASCII.
    private static let lock: Int64 = 0x6570_6F63_68

    /// - Parameters:
    ///   - database: one connection of the tables' owner, without statement limits.
    ///   - path: the file of the master key. It is replaced.
    ///   - pageSize: how many keys one statement wraps.
    public init(database: Database, keyFile path: String, pageSize: Int = 1000) {
        (self.database, self.path, self.pageSize) = (database, path, pageSize)
    }

    /// Why a rotation, or the destruction of an epoch, is refused.
    public enum Refusal: Error, Hashable, Sendable {
        /// Another process rotates.
        case underWay
        /// There is no such epoch.
        case unknown(Int)
        /// New keys are wrapped under it.
        case present(Int)
        /// A rotation to a later epoch has begun, and is not complete.
        case unsettled(Int)
        /// Backups may need it until then, in microseconds since 1970.
        case needed(Int, until: Int64)
    }

    /// What a rotation did.
    public struct Outcome: Sendable, Hashable {
        /// The present epoch.
        public let epoch: Int
        /// How many keys of people were wrapped anew.
        public let wrapped: Int
    }

    /// Adds the key of the next epoch to the key file, and changes nothing else: so that the file can be copied to other machines first.
    ///
    /// - Returns: The next epoch. A repetition changes nothing.
    public func prepare() async throws -> Int {
        try await database.withSession { session in
            try Self.takeTurn(in: session)
            return try next(in: session).number
        }
    }

    /// Begins the next epoch, and wraps the keys of all people under it. Services may run meanwhile.
    ///
    /// Goes on with an interrupted rotation instead of beginning another epoch.
    /// - Parameter progress: called after each page with the number of keys looked at and of all.
    public func run(progress: @Sendable (_ done: Int, _ all: Int) throws -> Void = { _, _ in }) async throws -> Outcome {
        let (masterKey, epoch, all) = try await database.withSession { session in
            try Self.takeTurn(in: session)
            let (number, masterKey) = try next(in: session)
            try Self.begin(number, masterKey, in: session)
            return (masterKey, number, try session.one("SELECT count(*) FROM vault.person", as: Int.self))
        }
        var (done, wrapped) = (0, 0)
        var place: Place? = Place(contract: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), person: "")
        while let last = place {
            let page = try await database.withSession { session in
                try Self.goOn(with: epoch, in: session)
                return try wrap(after: last, under: epoch, masterKey, in: session)
            }
            done += page.rows
            wrapped += page.wrapped
            place = page.last
            try progress(done, all)
        }
        try await database.withSession { session in
            try Self.goOn(with: epoch, in: session)
            try Vault.wrapPaperKey(under: epoch, of: masterKey, in: session)
            try session.execute(
                "UPDATE vault.epoch SET settled_at = clock_timestamp() WHERE number = \(Int32(epoch)) AND settled_at IS NULL")
        }
        return Outcome(epoch: epoch, wrapped: wrapped)
    }

    /// Removes the key of an epoch from the key file, for good.
    ///
    /// - Parameter days: how long backups are kept.
    /// - Throws: `Refusal` while a backup may need it.
    public func destroy(_ number: Int, keptDays days: Int) async throws {
        let masterKey = try MasterKey.file(at: path)
        try await database.withSession { session in
            try Self.takeTurn(in: session)
            // Checks that the file belongs to this vault, and is no copy from before the present epoch.
            _ = try Vault.open(masterKey, in: session)
            let epochs = try Epoch.all(in: session)
            guard let epoch = epochs.first(where: { $0.number == number }) else { throw Refusal.unknown(number) }
            guard let next = epochs.first(where: { $0.number > number }) else { throw Refusal.present(number) }
            let (now, isUsed) = try session.one(
                "SELECT clock_timestamp(), EXISTS (SELECT FROM vault.person WHERE \(sql: Self.epoch) = \(Int32(number)))",
                as: (PostgresTimestamp, Bool).self)
            let ofPapers = try Vault.epochOfPaperKey(in: session)
            guard !isUsed, ofPapers != number, let end = epochs.end(of: number, keptDays: days) else {
                throw Refusal.unsettled(next.number)
            }
            if now.microsecondsSince1970 < end { throw Refusal.needed(number, until: end) }
            if masterKey.numbers.contains(number) { try masterKey.removing(number).write() }
            if epoch.destroyedAt == nil {
                try session.execute("UPDATE vault.epoch SET destroyed_at = clock_timestamp() WHERE number = \(Int32(number))")
            }
        }
    }

    // MARK: Steps

    /// The epoch of a stored key.
    private static let epoch: SQL = """
        CASE octet_length(wrapped_key) WHEN 42 THEN get_byte(wrapped_key, 0) * 256 + get_byte(wrapped_key, 1) ELSE 1 END
        """

    /// A row of `vault.person`.
    private struct Place {
        let contract: UUID
        let person: String
    }

    /// Excludes other rotations until the connection closes.
    private static func takeTurn(in session: Session) throws {
        guard try session.one("SELECT pg_try_advisory_lock(\(lock))", as: Bool.self) else { throw Refusal.underWay }
    }

    /// Excludes other rotations, also when the connection is a new one.
    ///
    /// - Throws: `Refusal.underWay` when another process rotates, or began a later epoch meanwhile.
    private static func goOn(with epoch: Int, in session: Session) throws {
        try takeTurn(in: session)
        guard try Epoch.present(in: session).number == epoch else { throw Refusal.underWay }
    }

    /// The epoch to wrap under, which is in the key file then: that of an interrupted rotation, or the one after the present.
    private func next(in session: Session) throws -> (number: Int, masterKey: MasterKey) {
        let masterKey = try MasterKey.file(at: path)
        // Checks that the file belongs to this vault.
        _ = try Vault.open(masterKey, in: session)
        let present = try Epoch.present(in: session)
        let number = present.settledAt == nil ? present.number : present.number + 1
        if masterKey.numbers.contains(number) { return (number, masterKey) }
        guard WrappedKey.epochs.contains(number) else { throw Refusal.unknown(number) }
        let added = masterKey.adding(number)
        try added.write()
        return (number, added)
    }

    private static func begin(_ number: Int, _ masterKey: MasterKey, in session: Session) throws {
        let check = try masterKey.checkValue(of: number)
        while true {
            do {
                return try session.transaction { session in
                    // Waits for writers that know the former epoch only. Those that come later see the new one. While this waits, later writers wait
                    // behind it: so each try is short.
                    try session.executeScript("SET LOCAL lock_timeout = '300ms'; LOCK TABLE vault.person IN SHARE ROW EXCLUSIVE MODE")
                    try session.execute(
                        "INSERT INTO vault.epoch (number, check_value) VALUES (\(Int32(number)), \(check)) ON CONFLICT DO NOTHING")
                }
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                try session.execute("SELECT pg_sleep(0.3)")
            }
        }
    }

    /// Wraps the keys of one page of people anew, those that are not wrapped under the epoch yet.
    private func wrap(
        after place: Place, under epoch: Int, _ masterKey: MasterKey, in session: Session
    ) throws -> (rows: Int, wrapped: Int, last: Place?) {
        let rows = try session.query(
            """
            SELECT contract_id, person, wrapped_key FROM vault.person WHERE (contract_id, person) > (\(place.contract), \(place.person))
            ORDER BY contract_id, person LIMIT \(pageSize)
            """, as: (UUID, String, [UInt8]).self)
        let old = rows.filter { WrappedKey($0.2)?.epoch != epoch }
        let fresh = try old.map { contract, person, stored in
            guard let wrapped = WrappedKey(stored), let key = try wrapped.opened(by: masterKey.key(of: wrapped.epoch)) else {
                throw VaultError.damaged(contract: contract, person: VaultPerson(person) ?? .holder)
            }
            return try WrappedKey(key, under: masterKey.key(of: epoch), of: epoch).stored
        }
        // A person who was erased meanwhile has no row any more.
        let wrapped =
            old.isEmpty
            ? 0
            : try session.execute(
                """
                UPDATE vault.person SET wrapped_key = new.wrapped_key
                FROM unnest(\(old.map { $0.0 }), \(old.map { $0.1 }), \(old.map { $0.2 }), \(fresh)) AS new (contract_id, person, former_key, wrapped_key)
                WHERE person.contract_id = new.contract_id AND person.person = new.person AND person.wrapped_key = new.former_key
                """)
        return (rows.count, wrapped, rows.last.map { Place(contract: $0.0, person: $0.1) })
    }
}

extension KeyRotation.Refusal: CustomStringConvertible {
    /// For the operator.
    public var description: String {
        switch self {
        case .underWay: "another process rotates the master key of this vault"
        case .unknown(let number): "there is no epoch \(number)"
        case .present(let number): "epoch \(number) is the present one: rotate first"
        case .unsettled(let number): "the rotation to epoch \(number) is not complete: rotate again, which completes it"
        case .needed(let number, _): "backups may need epoch \(number)"
        }
    }
}
