import Vault

extension FindLine {
    /// The search terms of the line. Each person meant has at least one of the narrow terms, or of the wide terms if no narrow one matches.
    ///
    /// - Returns: Nil when the line has no such terms.
    var lookup: (narrow: [SearchTerm], wide: [SearchTerm])? {
        for case let readings in terms where readings.count == 1 {
            switch readings[0] {
            case .nir(let nir): return ([.nir(nir)], [])
            case .iban(let iban): return ([.iban(iban)], [])
            case .email(let email): return ([.email(email)], [])
            case .phone(let phone): return ([SearchTerm(.phone, phone)], [])
            default: continue
            }
        }
        let readings = terms.joined()
        let day = readings.lazy.compactMap { if case .birthDay(let day) = $0 { day } else { nil } }.first
        let year = readings.lazy.compactMap { if case .birthYear(let year) = $0 { year } else { nil } }.first
        if names.isEmpty { return day.map { ([.born(on: $0)], []) } }
        if let day { return (runs.map { .name($0.joined, bornOn: day) }, [.born(on: day)]) }
        if let year {
            let wide = runs.compactMap { SearchTerm.nameStart($0.joined, bornIn: year) }
            let narrow = runs.flatMap { run in
                names.indices.filter { !run.range.contains($0) }.compactMap { names[$0].first }.map {
                    SearchTerm.name(run.joined, initial: $0, bornIn: year)
                }
            }
            return narrow.isEmpty ? (wide, []) : (narrow, wide)
        }
        return (runs.map { .familyName($0.joined) }, [])
    }

    /// Adjacent words that may form one name, such as `LE GOFF`.
    private var runs: [(range: Range<Int>, joined: String)] {
        names.indices.flatMap { first in
            (first..<names.endIndex).map { (first..<($0 + 1), names[first...$0].joined()) }
        }
    }
}
