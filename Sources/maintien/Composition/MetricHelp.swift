/// What each metric of `/metrics` counts, as its `# HELP` line says it.
///
/// Names follow Prometheus: the unit at the end, `_total` for what only grows. Those of HTTP follow OpenTelemetry's semantic conventions.
enum MetricHelp {
    static let texts = [
        "http_server_active_requests": "Requests that are being answered now.",
        "http_server_request_duration_seconds": "How long answers took to begin, by method, route and status.",
        "maintien_archive_lag_seconds": "How old the oldest write-ahead log is that PostgreSQL has not archived; only where it archives.",
        "maintien_clock_offset_seconds": "How far this clock is ahead of the log's clock.",
        "maintien_clock_refusing": "1 while commands are refused because of the clock, else 0.",
        "maintien_database_up": "1 while the database answers, else 0.",
        "maintien_epochs_overdue": "Epochs of the master key that are to be replaced or destroyed, by the days for which backups are kept.",
        "maintien_failed_sign_ins_total": "Tokens, codes and links that were refused and may be guesses.",
        "maintien_http_active_streams": "Streamed answers that are being sent now, by route.",
        "maintien_mass_readings_total": "How often a caller reached the most people that one may read within an hour without an alarm.",
        "maintien_projections_events_read_total": "Events that the projections read from the log, not from memory.",
        "maintien_projections_following": "1 while the projections follow the log, 0 while they cannot or were made by other rules.",
        "maintien_projections_lag_events": "How many events of the log are not projected yet.",
        "maintien_projections_lag_seconds": "The age of the oldest event that is not projected yet, 0 when there is none.",
        "maintien_projections_position": "The position of the log up to which events are projected.",
        "maintien_read_database_age_seconds": "How old answers of the read database are at most; only with a read database.",
        "maintien_read_database_used": "1 while the read database answers, 0 while the primary answers in its place.",
        "maintien_standby_lag_bytes":
            "How much write-ahead log each standby that was seen has not flushed; only where the owner may see it.",
    ]
}
