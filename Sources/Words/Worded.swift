/// A value that a page shows in words.
public protocol Worded {
    /// The words, in lower case unless they start with a name.
    var words: Bilingual { get }
}
