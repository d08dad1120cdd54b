import CivilTime
import Contracts

/// What a month of a contract comes to, as a row tells it.
struct StoredLiability {
    let contract: UInt128
    let version: Int32
    let standing: Standing
    let due: Flows
    let collection: CotisationCollection
    let unconfirmed: [String]

    /// Reads the terms, three amounts, and which parameters are unconfirmed.
    init(contract: UInt128, version: Int32, _ row: inout StoredRow) {
        self.contract = contract
        self.version = version
        let terms = row.int32()
        standing = Codes.standings[Int(terms >> 8 & 15)]
        collection = CotisationCollection(method: Codes.methods[Int(terms >> 12 & 15)], mandateMissing: terms >> 16 & 1 == 1)
        due = row.flows()
        unconfirmed = ParameterSet(bits: UInt32(bitPattern: row.int32())).names
    }
}

extension StoredRow {
    /// Three amounts.
    mutating func flows() -> Flows {
        Flows(
            employerToInsurer: Money(cents: Int(int64())), agentToInsurer: Money(cents: Int(int64())),
            employerToAgent: Money(cents: Int(int64())))
    }
}
