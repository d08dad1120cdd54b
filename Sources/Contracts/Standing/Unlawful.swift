/// A transition that is not lawful at its place in the history.
struct Unlawful: Error {
    let transition: Transition
    /// The broken rule, and the conflicting fact.
    let refusal: Refusal
}
