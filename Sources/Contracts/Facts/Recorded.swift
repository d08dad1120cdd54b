/// A fact of one kind, with the version of the event that told it.
struct Recorded<Kind: Sendable>: Sendable {
    let version: Int
    let fact: Kind
}
