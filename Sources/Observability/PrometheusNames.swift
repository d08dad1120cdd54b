extension String {
    /// The label of a metric as Prometheus spells names. Adds `ending` unless the name already ends so.
    func metricName(ending: String = "") -> String {
        let name = spelled(allowingColon: true)
        return name.hasSuffix(ending) ? name : name + ending
    }

    /// The key of a dimension as Prometheus spells label names.
    var labelName: String { spelled(allowingColon: false) }

    /// The value of a dimension, escaped for Prometheus's quotes.
    var labelValue: String {
        var value = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": value += "\\\\"
            case "\"": value += "\\\""
            case "\n": value += "\\n"
            default: value.unicodeScalars.append(scalar)
            }
        }
        return value
    }

    private func spelled(allowingColon: Bool) -> String {
        var name = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case "0"..."9": name += name.isEmpty ? "_\(scalar)" : "\(scalar)"
            case ":" where allowingColon: name += ":"
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }
}
