/// The kinds of runs, by their names.
public enum RunKind: String, CaseIterable, Sendable {
    case opening, regular, catchUp, closing, cancelling
}
