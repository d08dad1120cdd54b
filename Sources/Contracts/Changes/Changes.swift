/// The differences between two knowledges of a contract: before and after a fact, or at two instants.
///
/// Each knowledge is judged on its own day. So time alone can make a difference, for example when a proof becomes overdue.
public struct Changes: Equatable, Sendable {
    /// Changes of cover: the holder's first, then each beneficiary's, in order of days.
    public let cover: [CoverChange]
    /// Changes of the holder's option, in order of days. Days without an option on one side are left out: their cover differs.
    public let options: [HeldOptionChange]
    /// Changes of employer, in order of days. Days without an employer on one side are left out: their cover differs.
    public let employers: [OwingEmployerChange]
    /// The months whose cotisation differs, in order.
    public let cotisation: [CotisationChange]
    /// The rights gained or lost: continuation, portability, then each beneficiary's; in order of days.
    public let rights: [RightChange]
    /// The deadlines that appeared, disappeared or moved, in order of due days.
    public let deadlines: [DeadlineChange]

    /// Nothing changes.
    public static let none = Changes(cover: [], options: [], employers: [], cotisation: [], rights: [], deadlines: [])

    /// Whether nothing changes.
    public var isEmpty: Bool { self == .none }
}
