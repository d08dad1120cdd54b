import HTTPTypes
import Hummingbird
import Words

/// The problems of the log itself: another incarnation, or a wrong clock.
extension Problem {
    /// A consumer's cursor belongs to another incarnation of the log.
    static func cursorOfOtherIncarnation(_ incarnation: Int, begunAfter position: Int64) -> Problem {
        otherIncarnation(
            Bilingual(
                "Le curseur n'est pas de l'histoire de ce journal : une sauvegarde a été restaurée, ou c'est un autre journal. Le journal en est à l'incarnation \(incarnation), commencée après la position \(position). Comparez vos derniers événements aux siens, puis reprenez par after= à la dernière position commune.",
                "The cursor is not of this log's history: a backup was restored, or this is another log. The log is in incarnation \(incarnation), begun after position \(position). Compare your last events with its own, then continue with after= from the last position that both hold."
            ))
    }

    /// `If-Match` names a version of another incarnation of the log.
    static let versionOfOtherIncarnation = otherIncarnation(
        Bilingual(
            "La version nommée par If-Match a été lue dans un autre journal, ou dans celui-ci avant la restauration d'une sauvegarde. Relisez le contrat, puis recommencez.",
            "The version that If-Match names was read in another log, or in this one before a backup was restored. Read the contract again, then retry."
        ))

    private static func otherIncarnation(_ detail: Bilingual) -> Problem {
        Problem(
            status: .conflict, rule: "log.otherIncarnation", source: "RFC 9110, 15.5.10",
            title: Bilingual("Autre incarnation du journal", "Another incarnation of the log"), detail: detail)
    }

    /// The clock of the service or of the database is wrong.
    static func clockDiffers(seconds: Int) -> Problem {
        wrongClock(
            Bilingual(
                "L'horloge du service et celle de la base de données diffèrent de \(abs(seconds)) secondes : rien n'a été enregistré. L'exploitant doit régler l'horloge ; réessayez ensuite.",
                "The clocks of the service and of the database differ by \(abs(seconds)) seconds: nothing was recorded. The operator has to set the clock; then try again."
            ))
    }

    /// The log's last event is dated in the future.
    static func logEndsInFuture(seconds: Int) -> Problem {
        wrongClock(
            Bilingual(
                "Le dernier événement du journal est daté de \(seconds) secondes dans le futur : rien n'a été enregistré. L'exploitant doit régler l'horloge ou accepter cette date (maintien recover --accept-clock) ; réessayez ensuite.",
                "The last event of the log is dated \(seconds) seconds in the future: nothing was recorded. The operator has to set the clock or accept that date (maintien recover --accept-clock); then try again."
            ))
    }

    private static func wrongClock(_ detail: Bilingual) -> Problem {
        Problem(
            status: .serviceUnavailable, rule: "service.clock", source: "RFC 9110, 15.6.4",
            title: Bilingual("Horloge à vérifier", "Clock to be checked"), detail: detail, headers: [.retryAfter: "60"])
    }
}
