import CivilTime
import ContractService
import Contracts

/// Days on which a cover depends on a fact.
struct RestingCover: Sendable {
    /// The people; nil for the holder.
    var people: [BeneficiaryID?]
    let period: Period
    let cover: Cover
    /// The rules by which the fact decides the cover.
    let rules: [Rule]
}
