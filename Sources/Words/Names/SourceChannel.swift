/// The channels by which a command reaches the insurer, by their names in a command's body. A test compares the list with
/// `CommandSource.Channel`.
public enum SourceChannel: String, CaseIterable, Worded, Sendable {
    case post, phone, portal, file, counter

    /// The words for the channel.
    public var words: Bilingual {
        switch self {
        case .post: both("courrier", "post")
        case .phone: both("téléphone", "telephone")
        case .portal: both("espace en ligne", "portal")
        case .file: both("fichier", "file")
        case .counter: both("guichet", "counter")
        }
    }
}
