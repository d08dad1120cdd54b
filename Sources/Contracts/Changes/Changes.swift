/// How one knowledge of a contract differs from another: before and after a fact, or as known at two instants.
///
/// Each knowledge is judged on its own day. So time alone can make a difference: a proof becomes overdue.
public struct Changes: Equatable, Sendable {
    /// The cover that differs: the holder's first, then each beneficiary's, in order of days.
    public let cover: [CoverChange]
    /// The holder's option that differs, in order of days. Days without an option before or after are left out: their cover differs.
    public let options: [HeldOptionChange]
    /// The employer that differs, in order of days. Days without an employer before or after are left out: their cover differs.
    public let employers: [OwingEmployerChange]
    /// The months that come to something else, in order.
    public let cotisation: [CotisationChange]
    /// The rights that came or went: continuation, portability, then each beneficiary's; in order of days.
    public let rights: [RightChange]
    /// The deadlines that came, went or moved, in order of due days.
    public let deadlines: [DeadlineChange]

    /// Nothing changes.
    public static let none = Changes(cover: [], options: [], employers: [], cotisation: [], rights: [], deadlines: [])

    /// Whether nothing changes.
    public var isEmpty: Bool { self == .none }
}
