import CivilTime
import Contracts
import Postgres

/// A contract's cotisation of a month, as read from a row.
struct StoredLiability {
    let contract: UInt128
    let version: Int32
    let standing: Standing
    let due: Flows
    let collection: CotisationCollection
    let unconfirmed: [String]

    /// Reads the terms, three amounts, and which parameters are unconfirmed.
    init(contract: UInt128, version: Int32, _ row: inout BinaryRow) throws {
        self.contract = contract
        self.version = version
        let terms = try row.int32()
        standing = Codes.standings[Int(terms >> 8 & 15)]
        collection = CotisationCollection(method: Codes.methods[Int(terms >> 12 & 15)], mandateMissing: terms >> 16 & 1 == 1)
        due = try row.flows()
        unconfirmed = ParameterSet(bits: UInt32(bitPattern: try row.int32())).names
    }
}

extension BinaryRow {
    /// Three amounts.
    mutating func flows() throws -> Flows {
        Flows(
            employerToInsurer: Money(cents: Int(try int64())), agentToInsurer: Money(cents: Int(try int64())),
            employerToAgent: Money(cents: Int(try int64())))
    }
}
