import HTML
import Words

/// Says how many contracts are not in a list.
struct MoreContracts {
    private let words: String

    init(_ count: Int, _ visit: Visit) {
        words =
            count == 1
            ? visit("Et un autre contrat.", "And another contract.")
            : visit("Et \(count) autres contrats.", "And \(count) other contracts.")
    }

    var html: HTML { "<p class=\"src\">\(words)</p>\n" }
}
