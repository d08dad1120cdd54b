import HTTPTypes
import JSON
import Words

/// A problem stored with a proposal, so that it can be shown again in either language.
extension Problem {
    var kept: JSON {
        var fields: JSON.Object = [
            "status": .integer(Int64(status.code)), "rule": .string(rule), "source": .string(source), "title": title.kept,
            "detail": detail.kept,
        ]
        switch place {
        case .field(let pointer): fields.append("field", .string(pointer))
        case .parameter(let name): fields.append("parameter", .string(name))
        case .header(let name): fields.append("header", .string(name))
        case nil: break
        }
        if let conflictsWith { fields.append("conflictsWith", .integer(Int64(conflictsWith))) }
        if makesUnlawful { fields.append("makesUnlawful", true) }
        return .object(fields)
    }

    /// Reads a stored problem.
    init(kept: JSON) {
        let place: Place? =
            kept["field"]?.string.map { .field($0) } ?? kept["parameter"]?.string.map { .parameter($0) }
            ?? kept["header"]?.string.map { .header($0) }
        self.init(
            status: HTTPResponse.Status(code: kept["status"]?.integer ?? 422), rule: kept["rule"]?.string ?? "",
            source: kept["source"]?.string ?? "", title: Bilingual(kept: kept["title"]), detail: Bilingual(kept: kept["detail"]),
            place: place,
            conflictsWith: kept["conflictsWith"]?.integer, makesUnlawful: kept["makesUnlawful"] == true)
    }
}

extension Bilingual {
    fileprivate var kept: JSON { ["fr": .string(french), "en": .string(english)] }

    fileprivate init(kept: JSON?) { self.init(kept?["fr"]?.string ?? "", kept?["en"]?.string ?? "") }
}
