import Postgres

/// Contracts with their persons' cover, as read by two statements: rows of holders, and rows of beneficiaries, both by contract.
struct CoveredContracts {
    /// How many of the holders' rows are read.
    let count: Int
    /// A row each contract: its identifier, its version, and the holder.
    let holders: BufferedRows
    /// A row each beneficiary: the contract's identifier, and the person.
    let beneficiaries: BufferedRows

    /// Passes each contract to `body`, in order.
    func forEach(_ body: (StoredContract) throws -> Void) throws {
        var contract = StoredContract()
        var place = 0
        for index in 0..<count {
            try holders.read(at: index) { row in
                contract.begin(try row.uuid(), version: try row.int32())
                try contract.readPerson(&row)
            }
            while place < beneficiaries.count {
                let isTheirs = try beneficiaries.read(at: place) { row in
                    guard try row.uuid() == contract.id else { return false }
                    try contract.readPerson(&row)
                    return true
                }
                if !isTheirs { break }
                place += 1
            }
            try body(contract)
        }
    }
}
