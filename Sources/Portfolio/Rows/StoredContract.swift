import CivilTime
import Contracts
import Postgres

/// A contract's persons with their cover, as rows tell it; made once and read into again and again.
struct StoredContract {
    private(set) var id: UInt128 = 0
    private(set) var version: Int32 = 0
    private var persons: [StoredCover] = []
    private var count = 0

    /// Forgets the persons, and begins another contract.
    mutating func begin(_ id: UInt128, version: Int32) {
        self.id = id
        self.version = version
        count = 0
    }

    /// Adds the person that a row tells of.
    mutating func readPerson(_ row: inout BinaryRow) throws {
        if count == persons.count { persons.append(StoredCover()) }
        try persons[count].read(&row)
        if persons[count].person == 0 { persons.swapAt(0, count) }
        count += 1
    }

    /// Every contract has one.
    var holder: StoredCover { persons[0] }

    /// Those who are listed, in the order of answers.
    var beneficiaries: [StoredCover] {
        count == 1 ? [] : persons[1..<count].filter(\.isListed).sorted { $0.place < $1.place }
    }
}
