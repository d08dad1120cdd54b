extension BackOffice {
    /// *Portefeuille*: people by standing over twelve months, flows by employer.
    var portfolioPages: [Page] { [] }
}
