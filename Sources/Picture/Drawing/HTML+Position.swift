import HTML

extension HTML.StringInterpolation {
    /// Appends a position as a percentage: `16.83%`.
    mutating func appendInterpolation(_ place: Position) {
        let (whole, rest) = place.hundredths.quotientAndRemainder(dividingBy: 100)
        appendInterpolation(whole)
        if rest > 0 {
            appendLiteral(rest < 10 ? ".0" : ".")
            appendInterpolation(rest.isMultiple(of: 10) ? rest / 10 : rest)
        }
        appendLiteral("%")
    }

    /// Appends the attributes `x` and `width` of a part of the window. A part without width gets the smallest one.
    mutating func appendInterpolation(_ part: Range<Position>) {
        let width = max(part.upperBound.hundredths - part.lowerBound.hundredths, 1)
        let start = min(part.lowerBound.hundredths, Position.full.hundredths - width)
        appendInterpolation("x=\"\(Position(hundredths: start))\" width=\"\(Position(hundredths: width))\"" as HTML)
    }
}
