import JSON

/// A form that came without a session, kept until somebody is signed in: sealed into an address that opens in the browser that sent it, and in no other.
///
/// Without that, whoever can reach the service could make an address that puts words of theirs into a clerk's hands.
struct KeptForm: Hashable, Sendable {
    /// A field of the form.
    struct Field: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Where the form was sent.
    let path: String
    /// Its fields, without the form token of the session that has ended.
    let fields: [Field]

    /// A form that was sent to a path.
    init(_ form: PageFields, to path: String) {
        self.path = path
        fields = form.all.filter { $0.name != "formToken" }.map { Field(name: $0.name, value: $0.value) }
    }

    /// Opens a sealed form.
    ///
    /// - Parameters:
    ///   - browser: the secret that the browser keeps; nil when it keeps none.
    ///   - caller: who is signed in now.
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

    /// The form as an address holds it, for one browser and for whoever signs in there.
    func sealed(for browser: String, _ seal: AddressSeal) -> String {
        let pairs = fields.map { JSON.array([.string($0.name), .string($0.value)]) }
        let text: JSON = ["path": .string(path), "fields": .array(pairs)]
        return seal.seal(text.description, for: Self.purpose(browser), owner: nil)
    }

    private static func purpose(_ browser: String) -> String { "resume \(browser)" }
}
