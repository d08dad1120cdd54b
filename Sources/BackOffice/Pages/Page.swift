public import Access

/// A page: its address, its audience, and the function that answers.
public struct Page: Sendable {
    /// The HTTP method.
    public enum Method: Sendable {
        /// Shows a page. It changes nothing except counts and logs.
        case get
        /// Changes something: the body is a form with the session's form token.
        case post
    }

    /// The HTTP method.
    public let method: Method
    /// The path. A segment in braces matches any single segment: `/contracts/{contract}`.
    public let path: String
    /// The callers who may visit.
    public let audience: Audience
    /// Whether the form only seals answers. After sign-in it resumes at once; any other form waits for a click.
    let onlySeals: Bool
    /// The most bytes of a form with a file; nil when the page takes no file.
    public let longestUpload: Int?
    /// Answers a request.
    public let answer: @Sendable (PageRequest, Visit) async throws -> PageAnswer

    /// A page that shows something.
    static func get(
        _ path: String, for audience: Audience, _ answer: @escaping @Sendable (PageRequest, Visit) async throws -> PageAnswer
    ) -> Page {
        Page(method: .get, path: path, audience: audience, onlySeals: false, longestUpload: nil, answer: answer)
    }

    /// Takes a form.
    static func post(
        _ path: String, for audience: Audience, onlySeals: Bool = false, longestUpload: Int? = nil,
        _ answer: @escaping @Sendable (PageRequest, Visit) async throws -> PageAnswer
    ) -> Page {
        Page(method: .post, path: path, audience: audience, onlySeals: onlySeals, longestUpload: longestUpload, answer: answer)
    }
}

extension Audience {
    /// The callers who may read every contract.
    static let readers = Audience.roles(.readers)
    /// The callers who may record.
    static let recorders = Audience.roles(.recorders)
}
