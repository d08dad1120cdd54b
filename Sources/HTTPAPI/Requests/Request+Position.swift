import HTTPTypes

extension Request {
    /// The position that an answer must include.
    var positionToWaitFor: Int64? {
        get throws(Problem) {
            let lines = headers[values: .xWaitForPosition]
            guard let text = lines.first else { return nil }
            guard lines.count == 1, let position = Int(digits: text, in: 0...Int.max) else {
                throw .malformed(header: .xWaitForPosition, expected: "0…")
            }
            return Int64(position)
        }
    }
}

extension Duration {
    /// Rounded up to whole seconds, for the header `Age`: an answer is never older than it says.
    var wholeSeconds: String { String(components.seconds + (components.attoseconds > 0 ? 1 : 0)) }
}
