/// The words of the tables that say what a picture says.
public struct PictureTableLabels: Sendable {
    /// What the table of the periods holds.
    public var periodsCaption: String
    /// What the table of the facts holds.
    public var factsCaption: String
    /// Heads the periods.
    public var period: String
    /// Heads the situations.
    public var situation: String
    /// Heads what months come to.
    public var payment: String
    /// Heads the versions of facts.
    public var fact: String
    /// Heads the days from which facts are true.
    public var effective: String
    /// Heads the days on which the log learnt them.
    public var recorded: String
    /// Heads what else there is to say of them.
    public var remark: String
    /// What a cell holds that has nothing to say.
    public var nothing: String
    /// The word before what was known before.
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
