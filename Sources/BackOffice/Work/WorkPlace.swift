import Access
import CivilTime
import ContractService
import Contracts
import Portfolio

/// A position in the worklist, with the filter.
struct WorkPlace: Hashable, Sendable {
    let filter: WorkFilter
    /// The `after` of a page.
    let place: String

    /// The position after a line.
    init(filter: WorkFilter, behind row: WorkRow, _ kind: WorkKind) {
        self.filter = filter
        place = Inquiry.Page.place(behind: kind, of: row.contract.uuid, dueOn: row.dueOn)
    }

    /// Opens a sealed position.
    init?(_ sealed: String, _ seal: AddressSeal, _ visit: Visit) {
        guard let text = seal.open(sealed, for: "next", by: visit.caller.id) else { return nil }
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        filter = WorkFilter(kind: WorkFilter.Kind(parts[0]), dueThrough: Day(parts[1]), employer: parts[2].isEmpty ? nil : parts[2])
        place = parts[3]
    }

    /// The position sealed for an address.
    func sealed(_ seal: AddressSeal, _ visit: Visit) -> String {
        seal.seal(
            [filter.kind?.description ?? "", filter.dueThrough?.description ?? "", filter.employer ?? "", place].joined(separator: "\n"),
            for: "next", owner: visit.caller.id)
    }
}
