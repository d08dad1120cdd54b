public import Access

/// A page's address, who may visit it, and what answers.
public struct Page: Sendable {
    /// How a browser asks.
    public enum Method: Sendable {
        /// To be shown something. It changes nothing, save what is counted and logged.
        case get
        /// To change something: the body is a form with the session's form token.
        case post
    }

    /// How a browser asks.
    public let method: Method
    /// The path. A segment in braces stands for any one segment: `/contracts/{contract}`.
    public let path: String
    /// Who may visit.
    public let audience: Audience
    /// Whether a form only seals what was typed. After a sign-in it is taken up at once; any other one waits for a click.
    let onlySeals: Bool
    /// What answers.
    public let answer: @Sendable (PageRequest, Visit) async throws -> PageAnswer

    /// A page that shows something.
    static func get(
        _ path: String, for audience: Audience, _ answer: @escaping @Sendable (PageRequest, Visit) async throws -> PageAnswer
    ) -> Page {
        Page(method: .get, path: path, audience: audience, onlySeals: false, answer: answer)
    }

    /// Takes a form.
    static func post(
        _ path: String, for audience: Audience, onlySeals: Bool = false,
        _ answer: @escaping @Sendable (PageRequest, Visit) async throws -> PageAnswer
    ) -> Page {
        Page(method: .post, path: path, audience: audience, onlySeals: onlySeals, answer: answer)
    }
}

extension Audience {
    /// Who reads every contract.
    static let readers = Audience.roles(.readers)
    /// Who records.
    static let recorders = Audience.roles(.recorders)
}
