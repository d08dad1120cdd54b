/// A statement of a pipeline and how its answer is read.
public struct Statement<Output> {
    let sql: SQL
    let read: (ResultSet) throws -> Output

    /// A statement whose answer is read by `read`, which runs once the whole pipeline has succeeded. When it throws, what the pipeline committed stays committed.
    public init(_ sql: SQL, read: @escaping (ResultSet) throws -> Output) {
        self.sql = sql
        self.read = read
    }

    /// A statement whose rows are read.
    @inlinable public static func query<T>(_ sql: SQL, _ row: @escaping (borrowing Row) throws -> T) -> Statement where Output == [T] {
        Statement(sql) { try $0.map(row) }
    }

    /// A statement whose number of affected rows is read.
    public static func execute(_ sql: SQL) -> Statement where Output == Int {
        Statement(sql) { $0.affectedRows }
    }
}
