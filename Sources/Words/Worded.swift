/// A value that a page shows by words.
public protocol Worded {
    /// The words, in lower case unless a name begins them.
    var words: Bilingual { get }
}
