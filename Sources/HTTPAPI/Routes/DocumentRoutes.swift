import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// The OpenAPI document of all routes, these included, for machines and for people.
struct DocumentRoutes: Sendable {
    /// The other routes.
    let routes: [Route]
    let isSandbox: Bool
    let cookies: BrowserCookies
    let employers: EmployerCodes

    /// The other routes, and these.
    var all: [Route] {
        routes + [
            Route(operation: .openAPI, answering: .signedIn { _, _ in Response(json: document) }),
            Route(
                operation: .documentation,
                answering: .signedIn { _, _ in
                    Response(
                        bytes: DocumentationPage(of: document, isSandbox: isSandbox).bytes, type: "text/html; charset=utf-8",
                        headers: [.contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"])
                }),
        ]
    }

    private var document: JSON {
        OpenAPIDocument(
            of: routes.map(\.operation).filter { !$0.isHTML } + [.openAPI, .documentation], isSandbox: isSandbox, cookies: cookies,
            employers: employers
        ).json
    }
}
