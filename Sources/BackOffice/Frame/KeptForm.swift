import JSON

/// A form that came without a session, stored until sign-in. It is sealed into an address that opens only in the browser that sent it.
///
/// Otherwise an attacker could make an address that fills a clerk's form with the attacker's text.
struct KeptForm: Hashable, Sendable {
    /// A field of the form.
    struct Field: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// The path to which the form was sent.
    let path: String
    /// Its fields, without the token of the ended session.
    let fields: [Field]

    /// A form that was sent to a path.
    init(_ form: PageFields, to path: String) {
        self.path = path
        fields = form.all.filter { $0.name != "formToken" }.map { Field(name: $0.name, value: $0.value) }
    }

    /// Opens a sealed form.
    ///
    /// - Parameters:
    ///   - browser: the secret in the browser's cookie; nil without one.
    ///   - caller: the caller who is signed in now.
    init?(_ sealed: String, in browser: String?, by caller: String, _ seal: AddressSeal) {
        guard let browser, let text = seal.open(sealed, for: Self.purpose(browser), by: caller),
            let kept = try? JSON(parsing: Array(text.utf8)), let path = kept["path"]?.string
        else { return nil }
        self.path = path
        fields = (kept["fields"]?.array ?? []).compactMap { field in
            guard let pair = field.array, pair.count == 2, let name = pair[0].string, let value = pair[1].string else { return nil }
            return Field(name: name, value: value)
        }
    }

    /// The form sealed for an address: for one browser, and for any caller who signs in there.
    func sealed(for browser: String, _ seal: AddressSeal) -> String {
        let pairs = fields.map { JSON.array([.string($0.name), .string($0.value)]) }
        let text: JSON = ["path": .string(path), "fields": .array(pairs)]
        return seal.seal(text.description, for: Self.purpose(browser), owner: nil)
    }

    private static func purpose(_ browser: String) -> String { "resume \(browser)" }
}
