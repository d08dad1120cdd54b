/// The groups of the menu *Que s'est-il passé ?*, in its order.
public enum CommandGroup: CaseIterable, Sendable {
    case arrival, absence, departure, family, contract, mistake

    /// The commands of the group, in the order of the menu.
    public var commands: [ClerkCommand] { ClerkCommand.allCases.filter { $0.group == self } }
}
