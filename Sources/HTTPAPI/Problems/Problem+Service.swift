import Billing
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import Words

/// The problems of a request that the service refuses or cannot handle.
extension Problem {
    init(_ error: ServiceError) {
        switch error {
        case .malformed(let field): self = .malformed(field)
        case .refused(let rule, let conflictsWith, let pointer, let makesUnlawful):
            self.init(rule, status: Self.status(of: rule), conflictsWith: conflictsWith, pointer: pointer)
            self.makesUnlawful = makesUnlawful
        case .mayNotAnnul: self = .annulsInBulk
        case .personalWords(let pointer): self = .personalWords(at: pointer)
        case .preconditionFailed(let version): self = .otherVersion(EntityTag(version: version))
        case .otherIncarnation: self = .versionOfOtherIncarnation
        case .idempotencyMismatch: self = .idempotencyMismatch
        case .concurrentChange: self = .concurrentChange
        case .personUnknown: self = .unknownPerson
        case .personErased(let pointer): self = .erasedPerson(at: pointer)
        case .mandateTaken(let pointer): self = .takenMandate(at: pointer)
        case .idempotencyErased: self = .idempotencyErased
        case .personChanged: self = .changedPerson
        case .searchTooBroad: self = .tooBroadSearch
        case .clockGoesBack: self = .clockGoesBack
        case .outcomeUnknown(let seconds): self = .outcomeUnknown(retryAfterSeconds: seconds)
        case .unavailable(let seconds): self = .unavailable(retryAfterSeconds: seconds)
        case .tooLarge(let seconds): self = .contractTooLarge(retryAfterSeconds: seconds)
        case .overloaded(let seconds): self = .overloaded(retryAfterSeconds: seconds)
        case .clockDiffers(let seconds): self = .clockDiffers(seconds: seconds)
        case .logEndsInFuture(let seconds): self = .logEndsInFuture(seconds: seconds)
        case .awaitsRecovery: self = .unavailable(retryAfterSeconds: 60)
        }
    }

    /// The refusal of a rule of the domain, in the rule's words.
    init(_ rule: Rule, status: HTTPResponse.Status, conflictsWith: Int? = nil, pointer: String? = nil) {
        self.init(
            status: status, rule: rule.id, source: rule.source,
            title: status == .notFound ? Bilingual("Inconnu", "Unknown") : Bilingual("Commande refusée", "Command refused"),
            detail: Bilingual(rule.french, rule.english), place: pointer.map { .field($0) }, conflictsWith: conflictsWith)
    }

    private static func status(of rule: Rule) -> HTTPResponse.Status {
        switch rule {
        case .contractUnknown: .notFound
        case .contractAlreadyAffiliated: .conflict
        default: .unprocessableContent
        }
    }

    /// - Parameter present: the tag of the contract's present version.
    static func otherVersion(_ present: EntityTag) -> Problem {
        let version = present.version
        return Problem(
            status: .preconditionFailed, rule: "version.mismatch", source: "RFC 9110, 15.5.13",
            title: Bilingual("Autre version", "Another version"),
            detail: Bilingual("Le contrat en est à la version \(version).", "The contract is at version \(version)."),
            headers: [.eTag: present.description])
    }

    private static let idempotencyMismatch = Problem(
        status: .unprocessableContent, rule: "idempotency.mismatch", source: "P",
        title: Bilingual("Clé d'idempotence déjà employée", "Idempotency key already used"),
        detail: Bilingual(
            "Vous avez déjà employé cette clé pour un autre contrat, une autre commande ou un autre corps.",
            "You have already used this key with another contract, command or body."))

    private static let concurrentChange = Problem(
        status: .conflict, rule: "version.concurrent", source: "RFC 9110, 15.5.10",
        title: Bilingual("Modifications simultanées", "Concurrent changes"),
        detail: Bilingual(
            "Le contrat a changé plusieurs fois pendant la décision : réessayez.",
            "The contract changed several times while the command was decided: try again."))

    private static func personalWords(at pointer: String) -> Problem {
        Problem(
            status: .unprocessableContent, rule: "words.personal", source: "RGPD, art. 5(1)(c)",
            title: Bilingual("Donnée personnelle", "Personal data"),
            detail: Bilingual(
                "Ce texte est conservé pour toujours : ni numéro de sécurité sociale, ni IBAN, ni adresse électronique, ni numéro de téléphone.",
                "This text is kept for ever: no social security number, IBAN, e-mail address or telephone number may stand in it."),
            place: .field(pointer))
    }

    private static let unknownPerson = Problem(
        status: .notFound, rule: "person.unknown", source: "P", title: Bilingual("Inconnu", "Unknown"),
        detail: Bilingual("Rien n'est conservé sur cette personne.", "Nothing is held of this person."))

    static let unknownDuplicate = Problem(
        status: .notFound, rule: "duplicate.unknown", source: "P", title: Bilingual("Inconnu", "Unknown"),
        detail: Bilingual(
            "Aucun doublon possible ne porte cet identifiant : l'une des identités a peut-être changé.",
            "No possible duplicate has this identifier: one of the identities may have changed."))

    /// - Parameter pointer: the field in which a command names the person; `nil` when the request asks for the person.
    private static func erasedPerson(at pointer: String?) -> Problem {
        Problem(
            status: pointer == nil ? .gone : .unprocessableContent, rule: "person.erased", source: "RGPD, art. 17",
            title: Bilingual("Effacé", "Erased"),
            detail: Bilingual(
                "Ce qui était conservé sur cette personne a été effacé ; rien n'est plus conservé sur elle dans ce contrat.",
                "What was held of this person was erased; nothing is kept of them in this contract any more."),
            place: pointer.map { .field($0) })
    }

    private static func takenMandate(at pointer: String) -> Problem {
        let rule = BillingRule.mandateTaken
        return Problem(
            status: .unprocessableContent, rule: rule.id, source: rule.source, title: Bilingual("Commande refusée", "Command refused"),
            detail: Bilingual(rule.french, rule.english), place: .field(pointer))
    }

    private static let idempotencyErased = Problem(
        status: .unprocessableContent, rule: "idempotency.erased", source: "RGPD, art. 17",
        title: Bilingual("Clé d'idempotence d'une personne effacée", "Idempotency key of an erased person"),
        detail: Bilingual(
            "Cette clé a servi pour une commande qui parlait d'une personne effacée depuis : cette commande est enregistrée, mais rien ne permet plus de dire si celle-ci est la même. Rien n'a été enregistré.",
            "This key was used with a command that told of a person who was erased since: that command is recorded, and whether this is the same cannot be told any more. Nothing was recorded."
        ))

    private static let changedPerson = Problem(
        status: .preconditionFailed, rule: "person.changed", source: "RFC 9110, 15.5.13",
        title: Bilingual("Autre état", "Another state"),
        detail: Bilingual(
            "Ce qui est conservé sur cette personne n'est pas ce que la demande suppose : relisez, puis réessayez.",
            "What is held of this person is not what the request expects: read it again, then try again."))

    private static let tooBroadSearch = Problem(
        status: .unprocessableContent, rule: "search.tooBroad", source: "P", title: Bilingual("Recherche trop large", "Search too broad"),
        detail: Bilingual(
            "Plus de 200 personnes peuvent correspondre : précisez, par une date de naissance, un prénom ou un numéro.",
            "More than 200 people may be meant: say more, such as a birth date, a given name or a number."),
        place: .parameter("find"))

    private static let clockGoesBack = Problem(
        status: .conflict, rule: "sandbox.clock", source: "P",
        title: Bilingual("L'horloge ne recule pas", "The clock does not go back"),
        detail: Bilingual("L'horloge du bac à sable ne peut pas reculer.", "The sandbox's clock cannot go back."))

    private static func contractTooLarge(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: .serviceUnavailable, rule: "service.tooLarge", source: "RFC 9110, 15.6.4",
            title: Bilingual("Calcul trop long", "Reckoning too long"),
            detail: Bilingual(
                "Ce contrat contient trop de faits pour que cette réponse soit calculée dans le temps permis.",
                "This contract holds too many facts for this answer to be reckoned in the time allowed."),
            headers: [.retryAfter: String(seconds)])
    }

    static func overloaded(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: .tooManyRequests, rule: "service.overloaded", source: "RFC 6585, 4",
            title: Bilingual("Trop de demandes", "Too many requests"),
            detail: Bilingual(
                "Trop de demandes attendent : réessayez dans un instant.", "Too many requests are waiting: try again shortly."),
            headers: [.retryAfter: String(seconds)])
    }

    /// The caller has exceeded a rate limit.
    static func tooManyRequests(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: .tooManyRequests, rule: "caller.tooMany", source: "RFC 6585, 4",
            title: Bilingual("Trop de demandes", "Too many requests"),
            detail: Bilingual(
                "Vous avez fait trop de demandes en peu de temps : réessayez dans \(seconds) s.",
                "You have sent too many requests in a short time: try again in \(seconds) s."),
            headers: [.retryAfter: String(seconds)])
    }

    /// The database does not answer, or the answer took too long. Nothing was recorded.
    static func unavailable(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: .serviceUnavailable, rule: "service.unavailable", source: "RFC 9110, 15.6.4",
            title: Bilingual("Service indisponible", "Service unavailable"),
            detail: Bilingual(
                "Le service ne peut pas répondre pour le moment ; rien n'a été enregistré : réessayez.",
                "The service cannot answer at the moment; nothing was recorded: try again."),
            headers: [.retryAfter: String(seconds)])
    }

    /// The commit of a command was not confirmed in time.
    static func outcomeUnknown(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: .serviceUnavailable, rule: "service.outcomeUnknown", source: "RFC 9110, 15.6.4",
            title: Bilingual("Issue inconnue", "Outcome unknown"),
            detail: Bilingual(
                "La commande a peut-être été enregistrée : la base de données ne l'a pas confirmé. La même commande sous la même clé d'idempotence le dira ; rien ne sera enregistré deux fois.",
                "The command may be recorded: the database did not confirm it. The same command under the same idempotency key settles it; nothing is recorded twice."
            ),
            headers: [.retryAfter: String(seconds)])
    }

    /// An unforeseen error, without any detail.
    static let fault = Problem(
        status: .internalServerError, rule: "service.fault", source: "RFC 9110, 15.6.1",
        title: Bilingual("Erreur interne", "Internal error"),
        detail: Bilingual(
            "Une erreur imprévue est survenue ; elle est journalisée sous l'identifiant de la demande.",
            "An unforeseen error happened; it is in the log under the id of the request."))
}
