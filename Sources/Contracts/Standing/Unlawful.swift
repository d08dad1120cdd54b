/// A transition that is not lawful at its place among the others.
struct Unlawful: Error {
    let transition: Transition
    /// The rule that refuses the transition, and the fact that stands in its way.
    let refusal: Refusal
}
