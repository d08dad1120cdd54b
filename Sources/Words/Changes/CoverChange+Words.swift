public import Contracts

extension CoverChange {
    /// What the cover is instead of what it was: `acquise au lieu de provisoire`, `maintien au lieu d’activité`.
    public var instead: Bilingual {
        let (new, old) = before.state == after.state ? (ground(after), ground(before)) : (after.state.shortWords, before.state.shortWords)
        return both("\(new.french) au lieu \(old.french.afterDe)", "\(new.english) instead of \(old.english)")
    }

    private func ground(_ cover: Cover) -> Bilingual { cover.basis?.words ?? cover.state.shortWords }
}
