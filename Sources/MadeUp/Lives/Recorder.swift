/// The recorder of a fact: an incoming file, the member or a clerk.
public struct Recorder: Hashable, Sendable {
    /// The index in ``names``.
    public let index: UInt8

    /// The names of all recorders, as in the log.
    public static let names =
        ["fichier-employeurs", "fichier-paie", "fichier-france-travail", "espace-adherent"] + (1...9).map { "gestion-\($0)" }

    /// The name of the recorder.
    public var name: String { Recorder.names[Int(index)] }

    static let employers = Recorder(index: 0)
    static let payroll = Recorder(index: 1)
    static let franceTravail = Recorder(index: 2)
    static let member = Recorder(index: 3)

    /// A random clerk.
    static func clerk(_ chance: inout Chance) -> Recorder { Recorder(index: UInt8(4 + chance.below(names.count - 4))) }

    /// The recorder at an index in ``names``.
    init(index: UInt8) { self.index = index }
}
