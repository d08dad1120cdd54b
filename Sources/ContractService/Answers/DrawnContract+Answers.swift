import CivilTime
import Contracts
import JSON

/// Answers to questions, from the contract as known.
extension DrawnContract {
    mutating func coverageAnswer(of id: ContractID, on day: Day) -> JSON {
        let lines = lines
        return contract.head(
            of: id, [("on", JSON(day))],
            [
                (
                    "holder",
                    .cover(
                        lines.holder.judgedPiece(around: day, asOf: contract.asOf), [("option", JSON(lines.holder[day].option))],
                        because: contract.coverReasons(on: day))
                ),
                (
                    "beneficiaries",
                    .array(
                        zip(lines.beneficiaries, lines.covers).map { beneficiary, cover in
                            .cover(
                                cover.judgedPiece(around: day, asOf: contract.asOf),
                                because: contract.coverReasons(of: beneficiary, on: day),
                                of: [("beneficiary", JSON(beneficiary.id)), ("relation", JSON(beneficiary.relation))])
                        })
                ),
            ])
    }

    /// - Parameter before: the contract as known at the instant compared with; `nil` without a comparison.
    mutating func cotisationAnswer(of id: ContractID, month: Month, comparedWith before: Comparison?) -> JSON {
        let cotisation = contract.cotisation(of: month, lines)
        let adjustment = before.map { contract.adjustment(of: month, since: $0.contract) }
        return contract.head(
            of: id, [("month", JSON(month))],
            [
                ("standing", JSON(cotisation.standing)),
                ("lines", .array(cotisation.lines.map(JSON.line))),
                ("due", .flows(cotisation.due)),
                (
                    "collection",
                    ["method": JSON(cotisation.collection.method), "mandateMissing": .bool(cotisation.collection.mandateMissing)]
                ),
                ("adjustment", adjustment.map { .flows($0.flows) }),
                ("comparedWith", before.map { JSON($0.knownAt) }),
                ("unconfirmed", .array(cotisation.unconfirmed.map { .string($0) })),
                ("because", .because(cotisation.because + (adjustment?.because ?? []))),
            ])
    }

    mutating func eligibilityAnswer(of id: ContractID, on day: Day) -> JSON {
        let eligibility = contract.eligibility(on: day, lines)
        let portability = eligibility.portability
        return contract.head(
            of: id, [("on", JSON(day))],
            [
                (
                    "continuation",
                    .fields([
                        ("eligible", .bool(eligibility.continuation.eligible)),
                        ("through", eligibility.continuation.through.map { JSON($0) }),
                        ("because", .because(eligibility.continuation.because)),
                    ])
                ),
                (
                    "portability",
                    .fields([
                        ("eligible", .bool(portability.eligible)),
                        ("missing", .array(portability.missing.map { .string($0.id) })),
                        ("from", portability.started.map { $0.days.isEmpty ? .null : JSON($0.days.from) }),
                        ("through", portability.started.map { $0.days.isEmpty ? .null : JSON($0.days.through) }),
                        ("months", portability.started.map { JSON($0.months) }),
                        ("proofs", portability.started.map { .array($0.proofs.map(JSON.proof)) }),
                        ("because", .because(portability.because)),
                    ])
                ),
                ("beneficiaries", .array(eligibility.beneficiaries.map(JSON.right))),
                (
                    "services",
                    .array(
                        eligibility.services.map { right in
                            var fields = right.service.fields
                            fields.append("available", .bool(right.available))
                            return .object(fields)
                        })
                ),
            ])
    }

    mutating func timelineAnswer(of id: ContractID) -> JSON {
        let lines = lines
        let holder = contract.judged(lines.holder).pieces.map { piece -> JSON in
            [
                "from": JSON(piece.period.from), "through": JSON(piece.period.through), "state": JSON(piece.value.cover.state),
                "basis": JSON(piece.value.cover.basis), "option": JSON(piece.value.option),
            ]
        }
        let others = zip(lines.beneficiaries, lines.covers).map { beneficiary, cover -> JSON in
            let periods = contract.judged(cover).pieces.map { piece -> JSON in
                [
                    "from": JSON(piece.period.from), "through": JSON(piece.period.through), "state": JSON(piece.value.state),
                    "basis": JSON(piece.value.basis),
                ]
            }
            return ["beneficiary": JSON(beneficiary.id), "relation": JSON(beneficiary.relation), "periods": .array(periods)]
        }
        let months = contract.cotisations(lines).map { run -> JSON in
            ["from": JSON(run.from), "through": JSON(run.through), "due": .flows(run.due)]
        }
        return contract.head(of: id, [], [("holder", .array(holder)), ("beneficiaries", .array(others)), ("cotisation", .array(months))])
    }
}

extension Contract {
    /// The first members of every answer.
    func head(of id: ContractID, _ asked: [(String, JSON?)], _ fields: [(String, JSON?)]) -> JSON {
        .fields([("contract", JSON(id))], asked, [("knownAt", JSON(knownAt)), ("version", JSON(version))], fields)
    }
}

extension JSON {
    fileprivate static func cover(
        _ piece: Timeline<Cover>.Piece, _ more: [(String, JSON?)] = [], because: [Reason], of person: [(String, JSON?)] = []
    ) -> JSON {
        .fields(
            person, [("state", JSON(piece.value.state)), ("basis", JSON(piece.value.basis))], more,
            [("from", JSON(piece.period.from)), ("through", JSON(piece.period.through)), ("because", .because(because))])
    }

    fileprivate static func because(_ reasons: [Reason]) -> JSON {
        .array(
            reasons.map { reason in
                .fields([
                    ("rule", .string(reason.rule.id)), ("source", .string(reason.rule.source)), ("event", reason.event.map { JSON($0) }),
                ])
            })
    }

    /// The amounts of a month between the three parties.
    static func flows(_ flows: Flows) -> JSON {
        [
            "employerToInsurerCents": JSON(flows.employerToInsurer.cents), "agentToInsurerCents": JSON(flows.agentToInsurer.cents),
            "employerToAgentCents": JSON(flows.employerToAgent.cents),
        ]
    }

    fileprivate static func line(_ line: CotisationLine) -> JSON {
        .fields([
            ("component", JSON(line.component)), ("beneficiary", line.beneficiary.map { JSON($0) }),
            ("amountCents", JSON(line.amount.cents)), ("employerShareCents", JSON(line.employerShare.cents)),
            ("agentShareCents", JSON(line.agentShare.cents)),
        ])
    }

    fileprivate static func proof(_ proof: Eligibility.MonthlyProof) -> JSON {
        ["month": JSON(proof.month), "state": JSON(proof.state), "dueThrough": JSON(proof.dueThrough)]
    }

    fileprivate static func right(_ right: Eligibility.BeneficiaryRight) -> JSON {
        [
            "beneficiary": JSON(right.beneficiary), "eligible": .bool(right.eligible), "through": JSON(right.through),
            "because": .because(right.because),
        ]
    }
}
