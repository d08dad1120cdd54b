/// The path to which a browser returns after sign-in: a path of this site, with its query.
///
/// Accepts only paths that all browsers and proxies read alike: plain segments, single slashes, no `.` or `..`.
public struct ReturnPath: Sendable, Hashable {
    /// The path and the query.
    public let text: String

    /// The most bytes, since the path travels in a cookie. It may hold a clerk's input, encrypted.
    public static let limit = 2800

    /// Reads a path; nil when the path has another form.
    ///
    /// - Parameter limit: the most bytes, where the path does not travel in a cookie.
    public init?(_ text: String, limit: Int = Self.limit) {
        guard text.utf8.count <= limit, text.utf8.first == UInt8(ascii: "/") else { return nil }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let segments = parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard segments.dropLast().allSatisfy({ !$0.isEmpty }), segments.allSatisfy(Self.isSegment) else { return nil }
        guard parts.count == 1 || parts[1].utf8.allSatisfy(Self.isQuery) else { return nil }
        self.text = text
    }

    private static func isSegment(_ text: Substring) -> Bool { text != "." && text != ".." && text.utf8.allSatisfy(isUnreserved) }

    private static func isQuery(_ byte: UInt8) -> Bool { isUnreserved(byte) || "=&%:/?@+,;!*'()$".utf8.contains(byte) }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
