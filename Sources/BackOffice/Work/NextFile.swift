import Access
import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio

/// *Dossier suivant*: the position in the worklist, sealed into the addresses of the work on it.
extension BackOffice {
    /// The next file after a position in the worklist; nil when there is none, or when the position was sealed more than an hour ago.
    ///
    /// - Parameter sealed: the item `next` of the address, from a line of the worklist.
    func nextFile(_ sealed: String, _ visit: Visit) async throws -> PageAddress? {
        guard let place = WorkPlace(sealed, seal, visit) else { return nil }
        let page = try await lines(of: Inquiry(.workByDay(place.filter), page: Inquiry.Page(after: place.place, limit: 1))).lines
        guard let row = page.first.flatMap({ WorkRow($0) }) else { return nil }
        guard case .deadline(let kind) = row.matter else {
            return PageAddress("work").setting("kind", to: WorkFilter.Kind.possibleDuplicate.description)
        }
        let next = WorkPlace(filter: place.filter, behind: row, kind).sealed(seal, visit)
        return try await items([row]).first?.act(kind, next: next)
    }
}
