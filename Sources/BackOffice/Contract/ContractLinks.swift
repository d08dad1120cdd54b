import CivilTime
import ContractService
import HTML
import Picture
import Words

/// The addresses of a contract's pages. Pages about a day or a knowledge keep the two times.
struct ContractLinks: Sendable {
    let id: ContractID
    let times: TwoTimes
    /// The length of the picture's window; nil for the default.
    var window: PictureSpan?
    /// The person whose reasons the page shows; nil for the holder.
    var why: Person?

    /// The contract page with the two times, the window and the person.
    var page: PageAddress { page(present) }

    private func page(_ address: PageAddress) -> PageAddress {
        times.keeping(address).setting("window", to: window?.rawValue).setting("why", to: why?.description)
    }

    /// The contract page of today, as known now.
    var present: PageAddress { PageAddress("contracts", id.description) }

    /// The contract page as known when a fact was recorded.
    func known(version: Int?) -> PageAddress { page.setting("known-at", to: version.map { KnownAt.version($0).description }) }

    /// A page below the contract's page.
    func below(_ segments: String...) -> PageAddress { PageAddress(["contracts", id.description] + segments) }

    /// A paper for the day asked about, as known at the instant; without a kind, the list of papers.
    func papers(_ kind: PaperKind? = nil) -> PageAddress {
        times.keeping(kind.map { below("papers", $0.rawValue) } ?? below("papers"))
    }

    /// The changes by the last facts known at the instant asked about.
    var changes: PageAddress { below("changes").setting("to", to: times.knownAt == .now ? nil : times.knownAt.description) }

    /// The page of a fact. It shows the present, and links back to the two times; the pages of a person and of the audit do the same.
    func fact(_ version: Int) -> PageAddress { times.keeping(below("facts", String(version))) }

    /// The page of a person.
    func person(_ person: Person) -> PageAddress { times.keeping(below("people", person.description)) }

    /// The audit.
    var audit: PageAddress { times.keeping(below("audit")) }

    /// The agent's account, as known at the instant asked about.
    var account: PageAddress { times.keeping(below("account")) }

    /// The form that annuls a fact.
    func rescind(_ version: Int) -> PageAddress { act(.rescind).setting("version", to: String(version)) }

    /// The form of a command; without a command, the menu. Commands act on the present: coming from another knowledge, the form says so.
    func act(_ command: ClerkCommand?) -> PageAddress {
        (command.map { below("act", $0.rawValue) } ?? below("act"))
            .setting(OtherKnowledgeNote.item, to: times.knownAt == .now ? nil : times.knownAt.description)
    }

    /// The address of a target in the picture.
    ///
    /// - Parameter isOnPage: whether the picture is on the contract page: its many links are then shorter.
    func address(of target: PictureTarget, isOnPage: Bool = false) -> PageAddress {
        let page = isOnPage ? page(PageAddress.samePage) : self.page
        return switch target {
        case .why(.holder, let day): page.setting("on", to: day.description).setting("why", to: nil).at("pourquoi")
        case .why(.beneficiary(let id), let day):
            page.setting("on", to: day.description).setting("why", to: Person.beneficiary(id).description).at("pourquoi")
        case .month(let month): page.setting("month", to: month.description).at("cotisation")
        case .known(let version): page.setting("known-at", to: KnownAt.version(version).description)
        case .present: page.setting("known-at", to: nil)
        }
    }
}
