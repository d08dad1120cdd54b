import CivilTime
import Contracts

/// The partner and the children whom the agent has enrolled.
struct Family: Sendable {
    struct Child: Sendable {
        let id: BeneficiaryID
        let bornOn: Day
        /// The sitting at which the child was enrolled.
        let told: Int
    }

    var partner: (id: BeneficiaryID, told: Int)?
    var children: [Child] = []

    /// The youngest child who stays under the age limit for at least 200 days more.
    func youngChild(on day: Day) -> Child? {
        children.filter { $0.bornOn <= day && day.adding(days: 200) < $0.bornOn.birthday(TemporaryCessation.childAgeLimit) }
            .max { $0.bornOn < $1.bornOn }
    }
}
