import ContractService

/// What a browser asks for.
public struct PageRequest: Sendable {
    /// The segments of the path that stand in braces in the page's path, by their names.
    private let parameters: [String: String]
    /// The query. Names that a page does not know are passed over: an address may have been through a mail program.
    public let query: PageFields
    /// The form; empty for a page that is only shown.
    public let form: PageFields

    /// A request.
    public init(parameters: [String: String], query: PageFields, form: PageFields = PageFields()) {
        self.parameters = parameters
        self.query = query
        self.form = form
    }

    /// A segment of the path.
    ///
    /// - Throws: ``PageTrouble/notFound`` when it is not of the form of its type.
    func segment<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type = Value.self) throws(PageTrouble) -> Value {
        guard let value = parameters[name].flatMap({ Value($0) }) else { throw .notFound }
        return value
    }

    /// The contract that the path names.
    var contract: ContractID {
        get throws(PageTrouble) { try segment("contract") }
    }
}
