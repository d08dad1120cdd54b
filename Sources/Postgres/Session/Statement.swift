/// A statement of a pipeline, with a closure that reads its result.
public struct Statement<Output> {
    let sql: SQL
    let read: (ResultSet) throws -> Output

    /// A statement with a reader, which runs after the whole pipeline has succeeded. If `read` throws, committed work stays committed.
    public init(_ sql: SQL, read: @escaping (ResultSet) throws -> Output) {
        self.sql = sql
        self.read = read
    }

    /// A statement that returns rows.
    @inlinable public static func query<T>(_ sql: SQL, _ row: @escaping (borrowing Row) throws -> T) -> Statement where Output == [T] {
        Statement(sql) { try $0.map(row) }
    }

    /// A statement that returns its number of affected rows.
    public static func execute(_ sql: SQL) -> Statement where Output == Int {
        Statement(sql) { $0.affectedRows }
    }
}
