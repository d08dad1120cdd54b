import Access
import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio

/// A place in the worklist, with what of it is asked for.
struct WorkPlace: Hashable, Sendable {
    let filter: WorkFilter
    /// As a page's `after` has it.
    let place: String

    /// The place behind a line.
    init(filter: WorkFilter, behind row: WorkRow, _ kind: WorkKind) {
        self.filter = filter
        place = Inquiry.Page.place(behind: kind, of: row.contract.uuid, dueOn: row.dueOn)
    }

    /// Opens a sealed place.
    init?(_ sealed: String, _ seal: AddressSeal, _ visit: Visit) {
        guard let text = seal.open(sealed, for: "next", by: visit.caller.id) else { return nil }
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        filter = WorkFilter(kind: WorkFilter.Kind(parts[0]), dueThrough: Day(parts[1]), employer: parts[2].isEmpty ? nil : parts[2])
        place = parts[3]
    }

    /// The place as an address holds it.
    func sealed(_ seal: AddressSeal, _ visit: Visit) -> String {
        seal.seal(
            [filter.kind?.description ?? "", filter.dueThrough?.description ?? "", filter.employer ?? "", place].joined(separator: "\n"),
            for: "next", owner: visit.caller.id)
    }
}
