public import Access
public import ContractService
public import Crypto
public import Portfolio
public import Words
import CivilTime
import HTML
import JSON

/// The clerk's desk: pages that answer with two times, and record what happened in three steps.
///
/// The pages are functions of what a browser asks for. They know nothing of HTTP, so that one gate admits pages and routes alike.
public struct BackOffice: Sendable {
    let service: ContractService
    let portfolio: Portfolio
    let accessLog: any AccessLogging
    let limits: CallerLimits
    /// The form of employers' codes.
    let employers: EmployerCodes
    let seal: AddressSeal
    /// The key of the references that papers carry.
    let paperKey: PaperKey
    /// Answers about all contracts that take seconds.
    let answers = KeptAnswers<[JSON]>()
    /// The clock of a sandbox; nil for the real thing.
    let sandbox: ServiceSandbox?
    /// Where requests wait that take two callers; nil: they are refused to who may not act alone.
    let proposals: (any ProposalKeeping)?
    /// What a caller may do alone.
    let fourEyes: FourEyesRule

    /// The words for what the service refuses or cannot do. The routes say it in the same words.
    public var explain: @Sendable (ServiceError) -> Trouble = { _ in Trouble(status: 500) }

    /// Decides on what takes two callers; nil: proposals have no page.
    public var proposalDesk: (any ProposalDeciding)?

    /// Pages over a service.
    ///
    /// - Parameters:
    ///   - key: 256 bits that seal what clerks type, the same in every process that serves the pages.
    ///   - paperKey: the key of the references that papers carry: what is printed under it has to be known for years.
    public init(
        service: ContractService, portfolio: Portfolio, accessLog: any AccessLogging, limits: CallerLimits, employers: EmployerCodes,
        key: SymmetricKey, paperKey: PaperKey, sandbox: ServiceSandbox? = nil, proposals: (any ProposalKeeping)? = nil,
        fourEyes: Set<FourEyes> = Set(FourEyes.allCases)
    ) {
        self.service = service
        self.portfolio = portfolio
        self.accessLog = accessLog
        self.limits = limits
        self.employers = employers
        seal = AddressSeal(key: key)
        self.paperKey = paperKey
        self.sandbox = sandbox
        self.proposals = proposals
        self.fourEyes = FourEyesRule(guarded: proposals == nil ? [] : fourEyes)
    }

    /// Every page and every form, in the order of `pages.md`.
    public var pages: [Page] {
        findPages + contractPages + actPages + personPages + workPages + portfolioPages + paperPages + sandboxPages + languagePages
            + proposalPages + resumePages
    }

    /// Who visits a page.
    ///
    /// - Parameters:
    ///   - formToken: what every form of the page must send back; nil when no browser's session calls.
    ///   - address: path and query of a page that can be shown: the one that is asked for, or the nearest one above a form.
    ///   - browser: the secret that the browser keeps since it sent a form without a session.
    public func visit(
        by caller: Caller, language: Language, formToken: String?, trace: String?, address: String, browser: String?
    ) -> Visit {
        Visit(
            caller, language: language, formToken: formToken, trace: trace, address: address,
            browser: browser, now: service.clock.now())
    }
}
