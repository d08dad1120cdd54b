import HTTPTypes

extension HTTPFields {
    /// The value of a field that stands there once, as it nearly always does, without a copy of it; else the same as the subscript's.
    func text(_ name: HTTPField.Name) -> String? {
        var text: String?
        for field in self where field.name == name {
            if text != nil { return self[name] }
            text = field.value
        }
        return text
    }
}
