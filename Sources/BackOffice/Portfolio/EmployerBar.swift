import HTML

/// The bar of an employer: the amount that the insurer receives, relative to the greatest. The amounts are shown beside it.
struct EmployerBar {
    let width: String

    init(cents: Int, of highest: Int) {
        let tenths = highest <= 0 ? 0 : max(0, cents) * 1000 / highest
        width = "\(tenths / 10).\(tenths % 10)%"
    }

    var html: HTML {
        "<svg class=\"chart\" aria-hidden=\"true\" height=\"8\"><rect class=\"pic-bar\" width=\"\(width)\" height=\"8\"/></svg>"
    }
}
