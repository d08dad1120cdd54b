import HTML
import JSON

/// An OpenAPI document as one page of HTML, without scripts and without other files.
struct DocumentationPage {
    /// The page as UTF-8.
    let bytes: [UInt8]

    init(of document: JSON, isSandbox: Bool) {
        let title = document["info"]?["title"]?.string ?? ""
        var html: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(title)</title>
            <style>\(Self.style)</style>
            <body>
            \(if: isSandbox, "<p class=\"sandbox\">This is a sandbox: nothing here is real.</p>")
            <h1>\(title)</h1>
            \((document["info"]?["description"]?.string ?? "").split(separator: "\n\n").map { paragraph -> HTML in "<p>\(String(paragraph))</p>\n" })            <p>The same for machines: <a href="/openapi.json">openapi.json</a>.</p>

            """
        for tag in document["tags"]?.array ?? [] {
            let name = tag["name"]?.string ?? ""
            let operations = Self.operations(of: document, tagged: name)
            if !operations.isEmpty { html += "<h2>\(name)</h2>\n\(operations)" }
        }
        html += "<h2>Schemas</h2>\n"
        for component in document["components"]?["schemas"]?.object?.members ?? [] {
            let name = component.key
            html += "<details id=\"\(name)\"><summary><b>\(name)</b></summary>\(Self.schema(component.value))</details>\n"
        }
        html += "</body>\n</html>\n"
        bytes = html.bytes
    }

    private static func operations(of document: JSON, tagged tag: String) -> [HTML] {
        (document["paths"]?.object?.members ?? []).flatMap { path in
            let common = path.value["parameters"]?.array ?? []
            return (path.value.object?.members ?? []).filter { $0.value["tags"] == [.string(tag)] }.map { method in
                operation(method.value, at: path.key, method: method.key, common: common)
            }
        }
    }

    private static func operation(_ operation: JSON, at path: String, method: String, common: [JSON]) -> HTML {
        var html: HTML = """
            <details><summary><code><b>\(method.uppercased())</b> \(path)</code> \(operation["summary"]?.string)</summary>

            """
        if let roles = operation["x-roles"]?.array { html += "<p>Roles: \(names(roles))" }
        if let roles = operation["x-roles-dry-run"]?.array { html += "; for a dry run: \(names(roles))" }
        if operation["x-roles"] != nil { html += ".</p>" }
        let parameters = common + (operation["parameters"]?.array ?? [])
        if !parameters.isEmpty {
            html += "<h3>Parameters</h3><table>"
            for parameter in parameters {
                html += row(
                    parameter["name"]?.string ?? "", isRequired: parameter["required"]?.bool ?? false, parameter["schema"] ?? .null,
                    note: "\(parameter["in"]?.string ?? ""). \(parameter["description"]?.string ?? "")")
            }
            html += "</table>"
        }
        if let body = operation["requestBody"]?["content"]?.object?.members.first?.value["schema"] {
            html += "<h3>Body</h3>" + schema(body)
        }
        let answers = operation["responses"]?.object?.members ?? []
        html += "<h3>Answers</h3><table>"
        for answer in answers where answer.value["$ref"] == nil {
            let content = answer.value["content"]?.object?.members.first
            html += """
                <tr><td><code>\(answer.key)</code></td><td>\(content.map { schema($0.value["schema"] ?? .null) })</td>\
                <td>\(marked(answer.value["description"]?.string ?? ""))</td></tr>
                """
        }
        let problems = answers.filter { $0.value["$ref"] != nil }.map { answer -> HTML in "<code>\(answer.key)</code>" }
        html += "<tr><td>\(HTML.joined(problems, separator: " "))</td><td><a href=\"#Problem\">Problem</a></td><td>Refused.</td></tr>"
        return html + "</table></details>\n"
    }

    private static func names(_ names: [JSON]) -> String { names.map { $0.string ?? "" }.joined(separator: ", ") }

    private static func schema(_ schema: JSON) -> HTML {
        if schema["$ref"] != nil { return reference(schema) }
        if let alternatives = schema["anyOf"]?.array { return .joined(alternatives.map(self.schema), separator: " or ") }
        if let names = schema["enum"]?.array {
            return .joined(names.map { name -> HTML in "<code>\(name.string)</code>" }, separator: " ")
        }
        if let items = schema["items"] { return "list of \(self.schema(items))" }
        if let fields = schema["properties"]?.object {
            let required = schema["required"]?.array ?? []
            let rows = fields.members.map { row($0.key, isRequired: required.contains(.string($0.key)), $0.value) }
            return "<table>\(rows)</table>"
        }
        if let value = schema["additionalProperties"], value.object != nil { return "object of \(self.schema(value))" }
        let type = schema["type"]?.string ?? schema["const"]?.string ?? "anything"
        let limits = ["format", "pattern", "minimum", "maximum", "minLength", "maxLength"].compactMap { key in
            schema[key].map { "\(key) \($0.string ?? $0.description)" }
        }
        return "\(type)\(if: !limits.isEmpty, " <small>\(limits.joined(separator: ", "))</small>")"
    }

    private static func row(_ name: String, isRequired: Bool, _ schema: JSON, note: String? = nil) -> HTML {
        let described = schema["anyOf"]?[0]?["description"]?.string ?? schema["description"]?.string
        let note = [note, described].compactMap { $0 }.joined(separator: " ")
        return """
            <tr><td><code>\(name)</code>\(if: !isRequired, " <small>optional</small>")</td><td>\(self.schema(schema))</td>\
            <td>\(marked(note))</td></tr>
            """
    }

    private static func reference(_ schema: JSON) -> HTML {
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return "" }
        return "<a href=\"#\(name)\">\(name)</a>"
    }

    /// A description as HTML. Text between backticks becomes code.
    private static func marked(_ text: String) -> HTML {
        let parts = text.utf8.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false).map { Substring($0) }
        return .joined(parts.enumerated().map { place, part in place.isMultiple(of: 2) ? "\(part)" : "<code>\(part)</code>" })
    }

    private static let style: HTML = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
        .sandbox { background: #ffd84d; padding: .5rem 1rem; font-weight: bold }
        details { border: 1px solid #ccc; border-radius: .3rem; margin: .4rem 0; padding: .3rem .8rem }
        summary { cursor: pointer }
        code, b, td, p { overflow-wrap: anywhere }
        table { border-collapse: collapse }
        td { border: 1px solid #ddd; padding: .2rem .6rem; vertical-align: top }
        small { color: #595959 }
        """
}
