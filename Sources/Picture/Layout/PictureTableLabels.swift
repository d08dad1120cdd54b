/// The words of the tables with the content of a picture.
public struct PictureTableLabels: Sendable {
    /// The caption of the table of periods.
    public var periodsCaption: String
    /// The caption of the table of facts.
    public var factsCaption: String
    /// The heading of the periods.
    public var period: String
    /// The heading of the situations.
    public var situation: String
    /// The heading of the payments.
    public var payment: String
    /// The heading of the facts' versions.
    public var fact: String
    /// The heading of the effective days.
    public var effective: String
    /// The heading of the recording days.
    public var recorded: String
    /// The heading of the remarks.
    public var remark: String
    /// The text of an empty cell.
    public var nothing: String
    /// The word before earlier knowledge.
    public var before: String

    /// All words.
    public init(
        periodsCaption: String, factsCaption: String, period: String, situation: String, payment: String, fact: String, effective: String,
        recorded: String, remark: String, nothing: String, before: String
    ) {
        self.periodsCaption = periodsCaption
        self.factsCaption = factsCaption
        self.period = period
        self.situation = situation
        self.payment = payment
        self.fact = fact
        self.effective = effective
        self.recorded = recorded
        self.remark = remark
        self.nothing = nothing
        self.before = before
    }
}
