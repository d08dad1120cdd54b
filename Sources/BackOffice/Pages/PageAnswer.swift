public import HTML

/// What a browser is answered.
public enum PageAnswer: Sendable {
    /// A page.
    case html(HTML, status: Int = 200)
    /// Another address, to be shown by `GET`: the answer to every form.
    case seeOther(PageAddress)
    /// The same, and the browser keeps a language from now on.
    case language(String, to: PageAddress)
    /// A file. With a name, it is to be saved under that name.
    case file([UInt8], type: String, name: String? = nil)
}
