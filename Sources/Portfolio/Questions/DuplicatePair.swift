import CivilTime
import Postgres

/// Two people who may be the same person, as read from a row.
struct DuplicatePair {
    /// Its place among the pairs.
    let number: Int64
    let id: UInt128
    let dueOn: Day
    let contract: UInt128
    /// 0 for the holder.
    let person: UInt128
    let otherContract: UInt128
    /// 0 for the holder.
    let other: UInt128

    init(_ row: inout BinaryRow) throws {
        number = try row.int64()
        id = try row.uuid()
        dueOn = try row.day()
        contract = try row.uuid()
        person = try row.uuid()
        otherContract = try row.uuid()
        other = try row.uuid()
    }
}
