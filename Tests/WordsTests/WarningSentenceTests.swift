import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

/// What is wrong, in three tenses and both languages.
@Suite struct WarningSentenceTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let warning: Warning
        /// Past, present and future; one text where all are alike.
        let french: [String]
        let english: [String]

        var testDescription: String { french[0] }
    }

    static let rows: [Row] = [
        Row(
            warning: .proofsOverdue([month("2027-05")], areWhole: true),
            french: [
                "L'attestation de mai était en retard : mai n'était pas couvert.",
                "L'attestation de mai est en retard : mai n'est pas couvert.",
                "L'attestation de mai sera en retard : mai ne sera pas couvert.",
            ],
            english: [
                "The attestation for May was overdue: May was not covered.", "The attestation for May is overdue: May is not covered.",
                "The attestation for May will be overdue: May will not be covered.",
            ]),
        Row(
            warning: .proofsOverdue([month("2026-08")], areWhole: false),
            french: [
                "L'attestation d'août 2026 était en retard : la portabilité ne couvrait pas août 2026.",
                "L'attestation d'août 2026 est en retard : la portabilité ne couvre pas août 2026.",
                "L'attestation d'août 2026 sera en retard : la portabilité ne couvrira pas août 2026.",
            ],
            english: [
                "The attestation for August 2026 was overdue: portability did not cover August 2026.",
                "The attestation for August 2026 is overdue: portability does not cover August 2026.",
                "The attestation for August 2026 will be overdue: portability will not cover August 2026.",
            ]),
        Row(
            warning: .proofsOverdue([month("2027-04"), month("2027-05"), month("2027-07")], areWhole: true),
            french: [
                "Les attestations d'avril, de mai et de juillet étaient en retard : avril, mai et juillet n'étaient pas couverts.",
                "Les attestations d'avril, de mai et de juillet sont en retard : avril, mai et juillet ne sont pas couverts.",
                "Les attestations d'avril, de mai et de juillet seront en retard : avril, mai et juillet ne seront pas couverts.",
            ],
            english: [
                "The attestations for April, May and July were overdue: April, May and July were not covered.",
                "The attestations for April, May and July are overdue: April, May and July are not covered.",
                "The attestations for April, May and July will be overdue: April, May and July will not be covered.",
            ]),
        Row(
            warning: .proofsOverdue([month("2027-04"), month("2027-05")], areWhole: false),
            french: [
                "Les attestations d'avril et de mai étaient en retard : la portabilité ne couvrait pas ces mois.",
                "Les attestations d'avril et de mai sont en retard : la portabilité ne couvre pas ces mois.",
                "Les attestations d'avril et de mai seront en retard : la portabilité ne couvrira pas ces mois.",
            ],
            english: [
                "The attestations for April and May were overdue: portability did not cover these months.",
                "The attestations for April and May are overdue: portability does not cover these months.",
                "The attestations for April and May will be overdue: portability will not cover these months.",
            ]),
        Row(
            warning: .proofsOverdue([month("2026-12"), month("2027-01"), month("2027-03"), month("2027-04")], areWhole: true),
            french: [
                "Les attestations de décembre 2026, de janvier, de mars et d'avril étaient en retard : "
                    + "décembre 2026, janvier, mars et avril n'étaient pas couverts.",
                "Les attestations de décembre 2026, de janvier, de mars et d'avril sont en retard : "
                    + "décembre 2026, janvier, mars et avril ne sont pas couverts.",
                "Les attestations de décembre 2026, de janvier, de mars et d'avril seront en retard : "
                    + "décembre 2026, janvier, mars et avril ne seront pas couverts.",
            ],
            english: [
                "The attestations for December 2026, January, March and April were overdue: "
                    + "December 2026, January, March and April were not covered.",
                "The attestations for December 2026, January, March and April are overdue: "
                    + "December 2026, January, March and April are not covered.",
                "The attestations for December 2026, January, March and April will be overdue: "
                    + "December 2026, January, March and April will not be covered.",
            ]),
        Row(
            warning: .proofsOverdue(
                [month("2026-12"), month("2027-01"), month("2027-02"), month("2027-03"), month("2027-04")], areWhole: true),
            french: [
                "5 attestations étaient en retard, de décembre 2026 à avril : la portabilité ne couvrait pas ces mois.",
                "5 attestations sont en retard, de décembre 2026 à avril : la portabilité ne couvre pas ces mois.",
                "5 attestations seront en retard, de décembre 2026 à avril : la portabilité ne couvrira pas ces mois.",
            ],
            english: [
                "5 attestations were overdue, from December 2026 to April: portability did not cover these months.",
                "5 attestations are overdue, from December 2026 to April: portability does not cover these months.",
                "5 attestations will be overdue, from December 2026 to April: portability will not cover these months.",
            ]),
        Row(
            warning: .proofsOverdue(
                [month("2026-12"), month("2027-02"), month("2027-03"), month("2027-04"), month("2027-06")], areWhole: true),
            french: [
                "5 attestations étaient en retard entre décembre 2026 et juin : la portabilité ne couvrait pas ces mois.",
                "5 attestations sont en retard entre décembre 2026 et juin : la portabilité ne couvre pas ces mois.",
                "5 attestations seront en retard entre décembre 2026 et juin : la portabilité ne couvrira pas ces mois.",
            ],
            english: [
                "5 attestations were overdue between December 2026 and June: portability did not cover these months.",
                "5 attestations are overdue between December 2026 and June: portability does not cover these months.",
                "5 attestations will be overdue between December 2026 and June: portability will not cover these months.",
            ]),
        Row(
            warning: .proofAwaited(month("2027-06"), through: day("2027-07-31")),
            french: [
                "L'attestation de juin était attendue jusqu'au 31 juillet.", "L'attestation de juin est attendue jusqu'au 31 juillet.",
                "L'attestation de juin sera attendue jusqu'au 31 juillet.",
            ],
            english: [
                "The attestation for June was awaited until 31 July.", "The attestation for June is awaited until 31 July.",
                "The attestation for June will be awaited until 31 July.",
            ]),
        Row(
            warning: .continuationOpen(through: day("2027-10-01")),
            french: [
                "Le maintien pouvait être demandé jusqu'au 1er octobre.", "Le maintien peut être demandé jusqu'au 1er octobre.",
                "Le maintien pourra être demandé jusqu'au 1er octobre.",
            ],
            english: [
                "Continuation could be requested until 1 October.", "Continuation can be requested until 1 October.",
                "Continuation may be requested until 1 October.",
            ]),
        Row(
            warning: .continuationClosed(lastDay: day("2026-10-01")),
            french: ["Le délai pour demander le maintien a pris fin le 1er octobre 2026."],
            english: ["The time to request continuation ended on 1 October 2026."]),
        Row(
            warning: .portabilityNotStarted,
            french: [
                "La portabilité n'était pas ouverte : il manquait le bulletin de l'employeur et la notification de France Travail.",
                "La portabilité n'est pas ouverte : il manque le bulletin de l'employeur et la notification de France Travail.",
                "La portabilité ne sera pas ouverte : il manquera le bulletin de l'employeur et la notification de France Travail.",
            ],
            english: [
                "Portability had not started: the employer's bulletin and the France Travail notification were missing.",
                "Portability has not started: the employer's bulletin and the France Travail notification are missing.",
                "Portability will not have started: the employer's bulletin and the France Travail notification will be missing.",
            ]),
        Row(
            warning: .portabilityExcluded(.portabilityRetired), french: ["La retraite ou le décès exclut la portabilité."],
            english: ["Retirement or death excludes portability."]),
        Row(
            warning: .portabilityExcluded(.portabilityNotCoveredAtEnd),
            french: ["La portabilité est exclue, faute de couverture au dernier jour d'emploi."],
            english: ["Portability is excluded: there was no cover on the last day of employment."]),
        Row(
            warning: .mandateMissing,
            french: [
                "Aucun mandat SEPA n'était en vigueur pour le prélèvement.", "Aucun mandat SEPA n'est en vigueur pour le prélèvement.",
                "Aucun mandat SEPA ne sera en vigueur pour le prélèvement.",
            ],
            english: [
                "No SEPA mandate was in force for the direct debit.", "No SEPA mandate is in force for the direct debit.",
                "No SEPA mandate will be in force for the direct debit.",
            ]),
        Row(
            warning: .nothingAfterExemption,
            french: [
                "Ni affiliation ni nouvelle dispense n'était enregistrée pour la suite.",
                "Ni affiliation ni nouvelle dispense n'est enregistrée pour la suite.",
                "Ni affiliation ni nouvelle dispense ne sera enregistrée pour la suite.",
            ],
            english: [
                "Neither an affiliation nor another exemption was recorded for what follows.",
                "Neither an affiliation nor another exemption is recorded for what follows.",
                "Neither an affiliation nor another exemption will be recorded for what follows.",
            ]),
    ]

    @Test(arguments: rows)
    func `says what is wrong by the day on which deadlines are judged`(row: Row) {
        for (place, asOf) in ["2027-07-11", "2027-07-12", "2027-07-13"].enumerated() {
            let answers = ContractDay(
                on: day("2027-07-12"), today: day("2027-07-12"), asOf: day(asOf), cover: Cover(.provisional, .portability),
                warnings: [row.warning])
            let (inFrench, inEnglish) = (
                ContractSentence(answers, name: .missing, in: .french), ContractSentence(answers, name: .missing, in: .english)
            )
            #expect(inFrench.warnings.map(\.plainText) == [french(row.french.count == 1 ? row.french[0] : row.french[place])])
            #expect(inEnglish.warnings.map(\.plainText) == [english(row.english.count == 1 ? row.english[0] : row.english[place])])
        }
    }

    @Test(arguments: [
        (
            "2027-07-11", "L'enfant a eu 12 ans le 11 juillet : le motif de l'absence ne vaut plus.",
            "The child turned 12 on 11 July: the cause of the absence holds no more."
        ),
        (
            "2027-07-12", "L'enfant a 12 ans le 12 juillet : le motif de l'absence ne vaut plus.",
            "The child turns 12 on 12 July: the cause of the absence holds no more."
        ),
        (
            "2028-02-29", "L'enfant aura 12 ans le 29 février 2028 : le motif de l'absence ne vaudra plus.",
            "The child will turn 12 on 29 February 2028: the cause of the absence will hold no more."
        ),
    ])
    func `a birthday is past, today or to come`(birthday: String, inFrench: String, inEnglish: String) {
        let answers = ContractDay(
            on: day("2027-07-12"), today: day("2027-07-12"), asOf: day("2027-07-12"), cover: Cover(.covered, .temporaryCessation),
            warnings: [.childReaches12(on: day(birthday))])
        #expect(ContractSentence(answers, name: .missing, in: .french).warnings.first?.plainText == french(inFrench))
        #expect(ContractSentence(answers, name: .missing, in: .english).warnings.first?.plainText == inEnglish)
    }

    @Test func `every cover reads well with every warning, tense and name`() {
        let names: [PersonName] = [.known("Camille Durand"), .known("\"\u{301}<b>"), .missing, .erased]
        for cover in CoverSentenceTests.rows {
            for warning in Self.rows {
                for (today, asOf) in [
                    ("2026-01-01", "2026-01-01"), ("2027-07-12", "2027-05-10"), ("2027-07-12", "2027-07-12"), ("2028-02-29", "2027-12-31"),
                ] {
                    let answers = ContractDay(
                        on: day("2027-07-12"), today: day(today), asOf: day(asOf), cover: cover.cover, through: cover.through.map(day),
                        next: cover.next,
                        absence: cover.absence, warnings: [warning.warning], month: MoneySentenceTests.rows[0].month,
                        adjustment: Flows(employerToInsurer: euros(-4_200), agentToInsurer: euros(21_754), employerToAgent: .zero))
                    for name in names {
                        for language in Language.allCases {
                            let sentence = ContractSentence(answers, name: name, in: language)
                            #expect(flaw(in: sentence.plainText) == nil, "\(sentence.plainText)")
                            #expect(
                                ([sentence.cover, sentence.money ?? "."] + sentence.warnings).allSatisfy { $0.plainText.hasSuffix(".") })
                        }
                    }
                }
            }
        }
    }
}
