import Access
import Hummingbird
import Words

/// The problems of a caller whose role does not allow an action.
extension Problem {
    /// The caller has none of these roles.
    static func roleNeeded(_ roles: Set<Role>) -> Problem {
        let names = Role.allCases.filter(roles.contains).map(\.words)
        return forbidden(
            "access.role",
            Bilingual(
                "Votre rôle ne le permet pas : il faut être \(names.map(\.french).joined(separator: " ou ")).",
                "Your role does not allow this: it takes \(names.map(\.english).joined(separator: " or "))."))
    }

    /// An employer asks for the months of another code.
    static let otherEmployer = forbidden(
        "access.employer",
        Bilingual(
            "Vous ne pouvez demander que les mois de votre code d'employeur.",
            "You may ask for the months of your own employer's code only."),
        at: .parameter("employer"))

    /// An agent tries to change more than a person's contact details.
    static func fieldNotTheirs(_ name: String) -> Problem {
        forbidden(
            "access.field",
            Bilingual(
                "Vous ne pouvez changer que vos coordonnées : email, phone, address. Le reste se change par un gestionnaire.",
                "You may change your contact details only: email, phone, address. A clerk changes the rest."),
            at: .field("/\(name)"))
    }

    private static func forbidden(_ rule: String, _ detail: Bilingual, at place: Place? = nil) -> Problem {
        Problem(
            status: .forbidden, rule: rule, source: "RFC 9110, 15.5.4", title: Bilingual("Accès refusé", "Forbidden"), detail: detail,
            place: place)
    }
}

extension Role {
    fileprivate var words: Bilingual {
        switch self {
        case .clerk: Bilingual("gestionnaire", "a clerk")
        case .supervisor: Bilingual("superviseur", "a supervisor")
        case .auditor: Bilingual("auditeur", "an auditor")
        case .employer: Bilingual("employeur", "an employer")
        case .agent: Bilingual("agent", "an agent")
        case .operator: Bilingual("exploitant", "an operator")
        }
    }
}
