public import Access
public import BillingService
public import ContractService
public import Crypto
public import Portfolio
public import Words
import CivilTime
import HTML
import JSON

/// The clerk's desk: pages that answer with two times, and record events in three steps.
///
/// Pages are functions of a browser's request. They do not depend on HTTP, so that the same access check serves pages and routes.
public struct BackOffice: Sendable {
    let service: ContractService
    let portfolio: Portfolio
    let accessLog: any AccessLogging
    let limits: CallerLimits
    /// The form of employers' codes.
    let employers: EmployerCodes
    let seal: AddressSeal
    /// The key of the references on papers.
    let paperKey: PaperKey
    /// Makes runs, and answers what they came to; nil when runs have no page.
    let runs: RunDesk?
    /// A cache of slow answers about all contracts.
    let answers = KeptAnswers<[JSON]>()
    /// The same for comparisons of schemes.
    let whatIfs = KeptAnswers<WhatIf>()
    /// The same for figures of the actuary.
    let actuary = KeptAnswers<ActuaryFigures>()
    /// The same for delays of facts: they are of all schemes, and the whole log is read for them, so they are fresh for half an hour.
    let factDelays = KeptAnswers<FactDelays>(fresh: .seconds(1800), stale: .seconds(86_400), slow: .seconds(3))
    /// The same for previews of runs. One that its page did not wait for is kept for a minute; all others are always current.
    let previews = KeptAnswers<RunPreview>(stale: .seconds(60), slow: .seconds(3))
    /// The clock of a sandbox; nil in production.
    let sandbox: ServiceSandbox?
    /// The store of requests that need two callers; nil when there is none: a caller who may not act alone is then refused.
    let proposals: (any ProposalKeeping)?
    /// What a caller may do alone.
    let fourEyes: FourEyesRule

    /// The text for an error of the service, the same as in the routes.
    public var explain: @Sendable (ServiceError) -> Trouble = { _ in Trouble(status: 500) }

    /// Decides on requests that need two callers; nil when proposals have no page.
    public var proposalDesk: (any ProposalDeciding)?

    /// Pages over a service.
    ///
    /// - Parameters:
    ///   - key: 256 bits that seal the clerks' answers, the same in every process that serves the pages.
    ///   - paperKey: the key of the references on papers. Keep it for years: papers printed under it must stay verifiable.
    ///   - runs: makes runs; nil leaves out the pages of money.
    public init(
        service: ContractService, portfolio: Portfolio, runs: RunDesk? = nil, accessLog: any AccessLogging, limits: CallerLimits,
        employers: EmployerCodes, key: SymmetricKey, paperKey: PaperKey, sandbox: ServiceSandbox? = nil,
        proposals: (any ProposalKeeping)? = nil,
        fourEyes: Set<FourEyes> = Set(FourEyes.allCases)
    ) {
        self.service = service
        self.portfolio = portfolio
        self.runs = runs
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
        findPages + contractPages + actPages + personPages + workPages + portfolioPages + whatIfPages + actuaryPages + runPages
            + accountPages + paperPages
            + sandboxPages
            + languagePages + proposalPages + resumePages
    }

    /// The visitor of a page.
    ///
    /// - Parameters:
    ///   - formToken: the token that every form of the page must send back; nil without a browser session.
    ///   - address: the path and query of a page that can be shown: the requested one, or the nearest one above a form.
    ///   - browser: a secret in a cookie of the browser, set when it sent a form without a session.
    public func visit(
        by caller: Caller, language: Language, formToken: String?, trace: String?, address: String, browser: String?
    ) -> Visit {
        Visit(
            caller, language: language, formToken: formToken, trace: trace, address: address,
            browser: browser, now: service.clock.now())
    }
}
