import CivilTime
import Contracts
import Postgres

/// A contract's persons and their cover, as read from rows; one instance is reused.
struct StoredContract {
    private(set) var id: UInt128 = 0
    private(set) var version: Int32 = 0
    private var persons: [StoredCover] = []
    private var count = 0

    /// Removes the persons, and starts another contract.
    mutating func begin(_ id: UInt128, version: Int32) {
        self.id = id
        self.version = version
        count = 0
    }

    /// Adds the person of a row.
    mutating func readPerson(_ row: inout BinaryRow) throws {
        if count == persons.count { persons.append(StoredCover()) }
        try persons[count].read(&row)
        if persons[count].person == 0 { persons.swapAt(0, count) }
        count += 1
    }

    /// The holder; every contract has one.
    var holder: StoredCover { persons[0] }

    /// The listed beneficiaries, in the order of answers.
    var beneficiaries: [StoredCover] {
        count == 1 ? [] : persons[1..<count].filter(\.isListed).sorted { $0.place < $1.place }
    }
}
