import Crypto

/// One step of the schema: a script, and the number that gives its place.
public struct Migration: Sendable, Equatable {
    /// Counted from 1, without gaps.
    public let number: Int
    /// The name of its file, such as `0002_log.sql`.
    public let name: String
    /// The text of its file.
    public let script: String
    /// The SHA-256 of the text.
    public var checksum: [UInt8] { [UInt8](SHA256.hash(data: Array(script.utf8))) }

    /// - Parameter script: UTF-8.
    public init(number: Int, name: String, script: [UInt8]) {
        self.number = number
        self.name = name
        self.script = String(decoding: script, as: UTF8.self)
    }

    /// Whether the script takes part in making the schemas of the projections from nothing: all such scripts, run in order on a database without
    /// these schemas, make them as they are now. Such a script leaves what is there already as it is.
    public var makesProjections: Bool { name.hasSuffix("_spread_projections.sql") }

    /// Every migration there is, in order.
    public static let all = [
        Migration(number: 1, name: "0001_deployment.sql", script: PackageResources._001_deployment_sql),
        Migration(number: 2, name: "0002_log.sql", script: PackageResources._002_log_sql),
        Migration(number: 3, name: "0003_vault.sql", script: PackageResources._003_vault_sql),
        Migration(number: 4, name: "0004_portfolio.sql", script: PackageResources._004_portfolio_sql),
        Migration(number: 5, name: "0005_keys.sql", script: PackageResources._005_keys_sql),
        Migration(number: 6, name: "0006_statistics.sql", script: PackageResources._006_statistics_sql),
        Migration(number: 7, name: "0007_identity.sql", script: PackageResources._007_identity_sql),
        Migration(number: 8, name: "0008_callers.sql", script: PackageResources._008_callers_sql),
        Migration(number: 9, name: "0009_people.sql", script: PackageResources._009_people_sql),
        Migration(number: 10, name: "0010_access_log_and_roles.sql", script: PackageResources._010_access_log_and_roles_sql),
        Migration(number: 11, name: "0011_sessions.sql", script: PackageResources._011_sessions_sql),
        Migration(number: 12, name: "0012_proposals.sql", script: PackageResources._012_proposals_sql),
        Migration(number: 13, name: "0013_same_person.sql", script: PackageResources._013_same_person_sql),
        Migration(number: 14, name: "0014_erasure_and_keys.sql", script: PackageResources._014_erasure_and_keys_sql),
        Migration(number: 15, name: "0015_reminders.sql", script: PackageResources._015_reminders_sql),
        Migration(number: 16, name: "0016_paper_key.sql", script: PackageResources._016_paper_key_sql),
        Migration(number: 17, name: "0017_waiting_deadlines.sql", script: PackageResources._017_waiting_deadlines_sql),
        Migration(number: 18, name: "0018_one_row_a_contract.sql", script: PackageResources._018_one_row_a_contract_sql),
        Migration(number: 19, name: "0019_auditors_export.sql", script: PackageResources._019_auditors_export_sql),
        Migration(number: 20, name: "0020_standby_lag.sql", script: PackageResources._020_standby_lag_sql),
        Migration(number: 21, name: "0021_key_digests.sql", script: PackageResources._021_key_digests_sql),
        Migration(number: 22, name: "0022_key_retention.sql", script: PackageResources._022_key_retention_sql),
        Migration(number: 23, name: "0023_epochs.sql", script: PackageResources._023_epochs_sql),
        Migration(number: 24, name: "0024_restored.sql", script: PackageResources._024_restored_sql),
        Migration(number: 25, name: "0025_spread_projections.sql", script: PackageResources._025_spread_projections_sql),
        Migration(number: 26, name: "0026_standbys_and_restored.sql", script: PackageResources._026_standbys_and_restored_sql),
        Migration(number: 27, name: "0027_mark_spread_projections.sql", script: PackageResources._027_mark_spread_projections_sql),
        Migration(number: 28, name: "0028_mandate_references.sql", script: PackageResources._028_mandate_references_sql),
        Migration(number: 29, name: "0029_billing.sql", script: PackageResources._029_billing_sql),
        Migration(number: 30, name: "0030_bank.sql", script: PackageResources._030_bank_sql),
        Migration(number: 31, name: "0031_money_work.sql", script: PackageResources._031_money_work_sql),
        Migration(number: 32, name: "0032_money_counts.sql", script: PackageResources._032_money_counts_sql),
    ]
}
