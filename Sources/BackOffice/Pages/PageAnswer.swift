public import BillingService
public import HTML

/// The answer to a browser.
public enum PageAnswer: Sendable {
    /// A page.
    case html(HTML, status: Int = 200)
    /// A redirect to another address with `GET`: the answer to every form.
    case seeOther(PageAddress)
    /// The same, and the browser stores a language from now on.
    case language(String, to: PageAddress)
    /// A file; with a name, the browser saves it under that name.
    case file([UInt8], type: String, name: String? = nil)
    /// A file of any length, which the browser saves under a name.
    case stream(StreamedText, type: String, name: String)
}
