/// A fact of one kind, with the version of its event.
struct Recorded<Kind: Sendable>: Sendable {
    let version: Int
    let fact: Kind
}
