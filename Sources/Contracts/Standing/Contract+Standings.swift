public import CivilTime

extension Contract {
    /// The holder's standing on every day.
    public var standings: Timeline<Standing> {
        Timeline { glance in standing.on(&glance)?.standing ?? .outside }
    }
}
