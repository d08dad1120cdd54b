import ContractService

/// A browser's request.
public struct PageRequest: Sendable {
    /// The values of the path's segments in braces, by name.
    private let parameters: [String: String]
    /// The query. Unknown names are ignored: a mail program may have changed the address.
    public let query: PageFields
    /// The form; empty for a `GET` request.
    public let form: PageFields
    /// The file of the form, if the page takes one and one was chosen.
    public let file: PageFile?

    /// A request.
    public init(parameters: [String: String], query: PageFields, form: PageFields = PageFields(), file: PageFile? = nil) {
        self.parameters = parameters
        self.query = query
        self.form = form
        self.file = file
    }

    /// A segment of the path.
    ///
    /// - Throws: ``PageTrouble/notFound`` when the segment cannot be read as its type.
    func segment<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type = Value.self) throws(PageTrouble) -> Value {
        guard let value = parameters[name].flatMap({ Value($0) }) else { throw .notFound }
        return value
    }

    /// The contract in the path.
    var contract: ContractID {
        get throws(PageTrouble) { try segment("contract") }
    }
}
