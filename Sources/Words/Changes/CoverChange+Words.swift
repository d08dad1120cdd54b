public import Contracts

extension CoverChange {
    /// What the cover is instead of what it was: `acquise au lieu de provisoire`, `maintien au lieu d’activité`, `acquise, aucune auparavant`.
    public var instead: Bilingual {
        let (new, old) = before.state == after.state ? (ground(after), ground(before)) : (after.state.shortWords, before.state.shortWords)
        let english = "\(new.english) instead of \(old.english)"
        return switch before.state {
        // After *au lieu de* stands a noun or an adjective, not *aucune* or *en défaut*.
        case .none, .lapsed: both("\(new.french), \(old.french) auparavant", english)
        default: both("\(new.french) au lieu \(old.french.afterDe)", english)
        }
    }

    private func ground(_ cover: Cover) -> Bilingual { cover.basis?.words ?? cover.state.shortWords }
}
