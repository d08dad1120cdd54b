import HTTPTypes
import JSON
import Words

/// Why a request is refused: a problem of RFC 9457, with the rule that refuses and the rule's source.
struct Problem: Error, Hashable {
    /// The part of the request that is wrong.
    enum Place: Hashable {
        /// A field of the body, by its RFC 6901 pointer.
        case field(String)
        /// A parameter of the query or of the path.
        case parameter(String)
        case header(String)
    }

    var status: HTTPResponse.Status
    /// The id of the rule: one of the domain's, or one of this interface.
    var rule: String
    /// Where the rule is written: a reference of the domain, or the paragraph of an RFC.
    var source: String
    var title: Bilingual
    var detail: Bilingual
    var place: Place?
    /// The version of the recorded fact that conflicts with the request.
    var conflictsWith: Int?
    /// Whether the request would make that fact unlawful: then the recorded fact is what breaks the rule.
    var makesUnlawful = false
    var headers: HTTPFields = [:]
}

extension Problem {
    /// The JSON of the problem in a language. A fault names its trace, under which the log has details.
    func body(in language: Language, traceID: String?) -> JSON.Object {
        var body: JSON.Object = [
            "type": "urn:maintien:rule:\(rule)", "title": .string(title[language]), "status": .integer(Int64(status.code)),
            "detail": .string(detail[language]), "rule": .string(rule), "source": .string(source),
        ]
        if self == .fault, let traceID { body.append("instance", .string("urn:maintien:trace:\(traceID)")) }
        if case .field(let pointer) = place { body.append("pointer", .string(pointer)) }
        if let conflictsWith { body.append("conflictsWith", JSON(conflictsWith)) }
        if makesUnlawful { body.append("makesUnlawful", true) }
        switch place {
        case .field(let pointer): body.append("errors", [["pointer": .string(pointer), "detail": .string(detail[language])]])
        case .parameter(let name): body.append("errors", [["parameter": .string(name), "detail": .string(detail[language])]])
        case .header(let name): body.append("errors", [["header": .string(name), "detail": .string(detail[language])]])
        case nil: break
        }
        return body
    }

    /// The answer in a language.
    func response(in language: Language, traceID: String?) -> Response {
        var headers = headers
        headers[.contentLanguage] = language.rawValue
        headers[.vary] = "Accept-Language"
        return Response(
            json: .object(body(in: language, traceID: traceID)), status: status, type: "application/problem+json", headers: headers)
    }
}

extension Response {
    /// A JSON document.
    init(json: JSON, status: HTTPResponse.Status = .ok, type: String = "application/json", headers: HTTPFields = [:]) {
        self.init(bytes: json.bytes(), type: type, status: status, headers: headers)
    }
}
