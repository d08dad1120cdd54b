import HTTPTypes
import Hummingbird
import JSON
import Words

/// The problems of a request before any rule of the domain is checked.
extension Problem {
    static let unauthenticated = Problem(
        status: .unauthorized, rule: "authentication.required", source: "RFC 9110, 15.5.2",
        title: Bilingual("Authentification requise", "Authentication required"),
        detail: Bilingual(
            "Présentez un jeton valable : Authorization: Bearer <jeton>.", "Present a valid token: Authorization: Bearer <token>."),
        headers: [.wwwAuthenticate: "Bearer realm=\"maintien\""])

    static let spentLink = Problem(
        status: .unauthorized, rule: "authentication.link", source: "RFC 9110, 15.5.2",
        title: Bilingual("Lien périmé", "Link no longer valid"),
        detail: Bilingual(
            "Ce lien a déjà servi, ou il a plus de 60 secondes. Le service en affiche un nouveau quand il reçoit le signal SIGUSR1.",
            "This link was used already, or is older than 60 seconds. The service prints a new one when it receives the signal SIGUSR1."),
        headers: [.wwwAuthenticate: "Bearer realm=\"maintien\""])

    static let unfinishedSignIn = Problem(
        status: .unauthorized, rule: "authentication.signIn", source: "RFC 9110, 15.5.2",
        title: Bilingual("Connexion non aboutie", "Sign-in not finished"),
        detail: Bilingual(
            "La connexion n'a pas abouti, ou elle a déjà servi : recommencez à /sign-in.",
            "The sign-in was not finished, or was used already: begin again at /sign-in."),
        headers: [.wwwAuthenticate: "Bearer realm=\"maintien\""])

    /// Too many sign-ins of this address have failed.
    static func tooManyFailedSignIns(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: .tooManyRequests, rule: "authentication.tooMany", source: "RFC 6585, 4",
            title: Bilingual("Trop d'échecs", "Too many failures"),
            detail: Bilingual(
                "Trop de connexions depuis cette adresse ont échoué : réessayez dans \(seconds) s.",
                "Too many sign-ins from this address have failed: try again in \(seconds) s."),
            headers: [.retryAfter: String(seconds)])
    }

    static let foreignForm = Problem(
        status: .forbidden, rule: "authentication.form", source: "RFC 9110, 15.5.4",
        title: Bilingual("Accès refusé", "Forbidden"),
        detail: Bilingual(
            "Ce qui change quelque chose est envoyé par une page de ce site, avec le jeton de formulaire de la session : rechargez la page, puis réessayez.",
            "What changes something is sent by a page of this site, with the session's form token: reload the page, then try again."))

    static let notOneHost = Problem(
        status: .badRequest, rule: "request.host", source: "RFC 9112, 3.2",
        title: Bilingual("Demande mal formée", "Malformed request"),
        detail: Bilingual(
            "La demande doit porter exactement un en-tête Host, avec un nom ou une adresse.",
            "The request must have exactly one Host header, with a name or an address."),
        place: .header("Host"), headers: [.connection: "close"])

    static let cookieOnly = Problem(
        status: .forbidden, rule: "authentication.pagesOnly", source: "RFC 9110, 15.5.4",
        title: Bilingual("Accès refusé", "Forbidden"),
        detail: Bilingual(
            "La session du navigateur n'ouvre que les pages : présentez le jeton par Authorization.",
            "The browser's session opens pages only: present the token by Authorization."))

    static let unknownPath = Problem(
        status: .notFound, rule: "route.unknown", source: "RFC 9110, 15.5.5",
        title: Bilingual("Adresse inconnue", "Unknown path"),
        detail: Bilingual("Rien ne répond à cette adresse.", "Nothing answers at this path."))

    static func wrongMethod(allowed: [HTTPRequest.Method]) -> Problem {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            status: .methodNotAllowed, rule: "route.method", source: "RFC 9110, 15.5.6",
            title: Bilingual("Méthode non admise", "Method not allowed"),
            detail: Bilingual("Méthodes admises ici : \(names).", "Methods allowed here: \(names)."),
            headers: [.allow: names])
    }

    static func wrongMediaType(_ type: String) -> Problem {
        Problem(
            status: .unsupportedMediaType, rule: "request.mediaType", source: "RFC 9110, 15.5.16",
            title: Bilingual("Type de contenu non admis", "Unsupported media type"),
            detail: Bilingual(
                "Le corps doit être du JSON en UTF-8, non compressé : Content-Type: \(type).",
                "The body must be JSON in UTF-8, not compressed: Content-Type: \(type)."),
            headers: [.accept: type, .acceptEncoding: "identity"])
    }

    static func notAcceptable(_ types: [String]) -> Problem {
        let names = types.joined(separator: ", ")
        return Problem(
            status: .notAcceptable, rule: "request.accept", source: "RFC 9110, 15.5.7",
            title: Bilingual("Aucune forme acceptable", "Not acceptable"),
            detail: Bilingual("Formes possibles ici (Accept) : \(names).", "Forms to be had here (Accept): \(names)."))
    }

    static func tooLarge(maximum: Int) -> Problem {
        Problem(
            status: .contentTooLarge, rule: "request.tooLarge", source: "RFC 9110, 15.5.14",
            title: Bilingual("Corps trop grand", "Body too large"),
            detail: Bilingual("Le corps dépasse \(maximum) octets.", "The body exceeds \(maximum) bytes."))
    }

    /// The input of a form is too long to keep in an address.
    static let tooLongToKeep = Problem(
        status: .contentTooLarge, rule: "request.tooLarge", source: "RFC 9110, 15.5.14",
        title: Bilingual("Texte trop long", "Text too long"),
        detail: Bilingual(
            "Ce que vous avez écrit est trop long. Revenez en arrière : raccourcissez-le, et envoyez-le de nouveau.",
            "What you wrote is too long. Go back: shorten it, and send it again."))

    static let tooSlow = Problem(
        status: .requestTimeout, rule: "request.timeout", source: "RFC 9110, 15.5.9",
        title: Bilingual("Corps trop lent", "Body too slow"),
        detail: Bilingual("Le corps n'est pas arrivé à temps.", "The body did not arrive in time."),
        headers: [.connection: "close"])

    /// The caller already runs the most bulks allowed.
    static let tooManyBulks = Problem(
        status: .tooManyRequests, rule: "bulk.tooMany", source: "RFC 6585, 4",
        title: Bilingual("Trop d'envois en nombre", "Too many bulks"),
        detail: Bilingual(
            "Cet appelant a déjà autant d'envois en nombre en cours qu'il est permis : attendez la fin de l'un d'eux.",
            "This caller has as many bulks under way as are allowed: wait for the end of one of them."),
        headers: [.retryAfter: "5"])

    /// A bulk is ended because its client sends too slowly. The line with this number and all later lines are not decided.
    static func bulkTooSlow(bytesPerSecond: Int) -> Problem {
        Problem(
            status: .requestTimeout, rule: "bulk.tooSlow", source: "RFC 9110, 15.5.9",
            title: Bilingual("Envoi trop lent", "Bulk too slow"),
            detail: Bilingual(
                "L'envoi a fourni moins de \(bytesPerSecond) octets par seconde et prend fin : cette ligne et les suivantes n'ont pas été traitées.",
                "The bulk sent less than \(bytesPerSecond) bytes a second, and is ended: this line and those after it were not decided."))
    }

    /// The body is not a JSON document.
    static func malformed(_ error: JSON.SyntaxError) -> Problem {
        switch error {
        case .notJSON(let offset):
            malformed(Bilingual("Le corps n'est pas du JSON (octet \(offset)).", "The body is not JSON (byte \(offset))."))
        case .byteOrderMark(let offset):
            malformed(
                Bilingual(
                    "Le corps contient une marque d'ordre des octets (BOM, U+FEFF) à l'octet \(offset) : elle n'est admise qu'au début d'un fichier ou d'un envoi en nombre.",
                    "The body has a byte order mark (BOM, U+FEFF) at byte \(offset): it is accepted at the start of a file or a bulk only."
                ))
        case .invalidUnicode(let offset):
            malformed(
                Bilingual(
                    "Le corps contient un texte qui n'est pas de l'Unicode (octet \(offset)).",
                    "The body has a string that is not Unicode (byte \(offset))."))
        case .tooDeep(let maximum):
            malformed(Bilingual("Le corps a plus de \(maximum) niveaux.", "The body has more than \(maximum) levels."))
        case .duplicateKey(let pointer): malformed(MalformedField(.duplicate, at: pointer))
        }
    }

    /// The body is JSON but does not match its schema.
    static func malformed(_ field: MalformedField) -> Problem {
        let name =
            field.pointer.isEmpty ? Bilingual("Le corps", "The body") : Bilingual("Le champ \(field.pointer)", "The field \(field.pointer)")
        return malformed(field.problem.words(about: name), at: .field(field.pointer))
    }

    /// A parameter of the query or path is wrong.
    static func malformed(parameter name: String, _ problem: MalformedField.Problem) -> Problem {
        malformed(problem.words(about: Bilingual("Le paramètre \(name)", "The parameter \(name)")), at: .parameter(name))
    }

    /// A header is wrong.
    static func malformed(header name: HTTPField.Name, expected: String) -> Problem {
        let words = MalformedField.Problem.badValue(expected: expected)
            .words(about: Bilingual("L'en-tête \(name.rawName)", "The header \(name.rawName)"))
        return malformed(words, at: .header(name.rawName))
    }

    /// A bulk has an `Idempotency-Key`, which belongs to a single command.
    static let keyOfBulk = malformed(
        Bilingual(
            "L'en-tête Idempotency-Key n'est pas admis pour un envoi en nombre : chaque ligne porte sa clé dans le champ key.",
            "The header Idempotency-Key is not accepted on a bulk: each line carries its key in the field key."),
        at: .header("Idempotency-Key"))

    private static func malformed(_ detail: Bilingual, at place: Place? = nil) -> Problem {
        Problem(
            status: .badRequest, rule: "request.malformed", source: "RFC 9110, 15.5.1",
            title: Bilingual("Demande mal formée", "Malformed request"), detail: detail, place: place)
    }
}

extension MalformedField.Problem {
    /// A sentence about the thing with this name.
    fileprivate func words(about name: Bilingual) -> Bilingual {
        switch self {
        case .missing: Bilingual("\(name.french) manque.", "\(name.english) is missing.")
        case .unknown: Bilingual("\(name.french) est inconnu.", "\(name.english) is unknown.")
        case .duplicate: Bilingual("\(name.french) est donné deux fois.", "\(name.english) is given twice.")
        case .wrongType(let kind):
            Bilingual("\(name.french) n'est pas \(kind.words.french).", "\(name.english) is not \(kind.words.english).")
        case .badValue(let form):
            Bilingual("\(name.french) n'est pas de la forme attendue : \(form).", "\(name.english) is not of the expected form: \(form).")
        }
    }
}

extension JSON.Kind {
    fileprivate var words: Bilingual {
        switch self {
        case .string: Bilingual("un texte", "a string")
        case .integer: Bilingual("un entier", "an integer")
        case .boolean: Bilingual("un booléen", "a boolean")
        case .array: Bilingual("une liste", "an array")
        case .object: Bilingual("un objet", "an object")
        }
    }
}
