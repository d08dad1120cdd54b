public import Contracts

extension CoverChange {
    /// The cover after the change, and the one before: `acquise au lieu de provisoire`, `maintien au lieu d’activité`, `acquise, aucune
    /// auparavant`.
    public var instead: Bilingual {
        let (new, old) = before.state == after.state ? (ground(after), ground(before)) : (after.state.shortWords, before.state.shortWords)
        let english = "\(new.english) instead of \(old.english)"
        return switch before.state {
        // *Au lieu de* needs a noun or an adjective: *aucune* and *en défaut* do not fit after it.
        case .none, .lapsed: both("\(new.french), \(old.french) auparavant", english)
        default: both("\(new.french) au lieu \(old.french.afterDe)", english)
        }
    }

    private func ground(_ cover: Cover) -> Bilingual { cover.basis?.words ?? cover.state.shortWords }
}
