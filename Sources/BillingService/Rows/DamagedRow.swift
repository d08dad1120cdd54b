/// A row of a run does not hold what rows hold.
struct DamagedRow: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
