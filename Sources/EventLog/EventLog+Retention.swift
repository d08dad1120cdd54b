public import Postgres

extension EventLog {
    /// Deletes some of the idempotency keys of commands recorded more than `months` months ago, and records before which instant keys may be
    /// gone. A short statement: call it again until it returns nil.
    ///
    /// A command under a deleted key is decided anew.
    ///
    /// - Parameter months: from 1 to 1200.
    /// - Returns: how many keys were deleted; nil when there is nothing to do for now, or when another process does it.
    public static func dropKeys(keeping months: Int, in session: Session) throws -> Int? {
        try session.one("SELECT log.drop_keys(\(Int32(months)))", as: Int?.self)
    }
}
