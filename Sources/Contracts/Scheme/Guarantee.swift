/// The level of cover of an act, social security included, in per cent of its tariff (G16).
public struct Guarantee: Hashable, Sendable {
    /// The act.
    public let act: String
    /// The share that social security pays.
    public let socialSecurityPercent: Int
    /// The level of cover, by option.
    public let percent: [Option: Int]

    /// A line of the guarantee table.
    public init(act: String, socialSecurityPercent: Int, percent: [Option: Int]) {
        self.act = act
        self.socialSecurityPercent = socialSecurityPercent
        self.percent = percent
    }
}
