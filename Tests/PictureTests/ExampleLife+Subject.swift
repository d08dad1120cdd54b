import CivilTime
import ContractTesting
import Contracts
import Picture

extension ExampleLife {
    /// The subject as known now, or when the fact of a version was recorded.
    static func subject(known version: Int? = nil, at now: String = "2027-07-12T08:00:00Z") throws -> PictureSubject {
        let schemes = Schemes([try Scheme.example()])
        let present = try Contract(events: events, knownAt: instant(now), schemes: schemes)
        let known = try version.map { version in
            try Contract(events: events, version: version, schemes: schemes)
                ?? Contract(events: [], knownAt: instant(now), schemes: schemes)
        }
        return PictureSubject(of: known ?? present, present: present, isPresent: known == nil) { person, relation in
            switch person {
            case .holder: ("Couverture de \u{2068}Camille Durand\u{2069}", "Camille")
            case .beneficiary(samir): ("\u{2068}Samir Haddad\u{2069}, partenaire de PACS", "Samir")
            case .beneficiary: ("\u{2068}Inès Durand\u{2069}, enfant", "Inès")
            }
        }
    }
}
