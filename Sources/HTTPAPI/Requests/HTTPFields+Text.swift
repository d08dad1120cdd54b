import HTTPTypes

extension HTTPFields {
    /// The value of a field. Avoids a copy when the field occurs once, as nearly always; otherwise like the subscript.
    func text(_ name: HTTPField.Name) -> String? {
        var text: String?
        for field in self where field.name == name {
            if text != nil { return self[name] }
            text = field.value
        }
        return text
    }
}
