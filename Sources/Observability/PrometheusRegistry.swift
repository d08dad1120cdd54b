public import CoreMetrics
import Synchronization

/// Holds every metric of the process and writes them in Prometheus's text format 0.0.4.
///
/// A metric made twice with the same name and labels is one metric. Names follow Prometheus's rules: `http.server.requests` becomes
/// `http_server_requests`. A counter ends in `_total`; a timer counts in seconds and ends in `_seconds`. A name has one kind only:
/// a later metric of the same name and another kind is not written.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    private let families = Mutex<[String: MetricFamily]>([:])
    private let durations: [Double]
    private let sizes: [Double]
    private let help: [String: String]

    /// An empty registry.
    ///
    /// - Parameters:
    ///   - durations: the upper bounds of the buckets of timers, in seconds, ascending.
    ///   - sizes: the upper bounds of the buckets of recorders that aggregate.
    ///   - help: what a metric counts, by its name as written; one line each.
    public init(
        durations: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        sizes: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], help: [String: String] = [:]
    ) {
        self.durations = durations
        self.sizes = sizes
        self.help = help
    }

    /// All metrics now, by name and labels.
    public var text: String {
        var text = ""
        for (name, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            if let help = help[name] { text += "# HELP \(name) \(help)\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name: name, labels: labels, to: &text)
            }
        }
        return text
    }

    /// A count that only grows: `name_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(named: label.metricName(ending: "_total"), dimensions, of: .counter) { PrometheusCounter() }
    }

    /// A value that goes up and down.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(named: label.metricName(), dimensions, of: .gauge) { PrometheusGauge() }
    }

    /// A histogram of sizes, or the last value alone when it does not aggregate.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return series(named: label.metricName(), dimensions, of: .gauge) { PrometheusGauge() } }
        return series(named: label.metricName(), dimensions, of: .histogram) { PrometheusHistogram(buckets: sizes) }
    }

    /// A histogram of durations: `name_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(named: label.metricName(ending: "_seconds"), dimensions, of: .histogram) { PrometheusHistogram(buckets: durations) }
    }

    /// Stops writing the metric.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    /// Stops writing the metric.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    /// Stops writing the metric.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    /// Stops writing the metric.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func series<Series: PrometheusSeries>(
        named name: String, _ dimensions: [(String, String)], of kind: MetricFamily.Kind, make: () -> Series
    ) -> Series {
        let labels = dimensions.map { "\($0.labelName)=\"\($1.labelValue)\"" }.sorted().joined(separator: ",")
        return families.withLock { families in
            if let known = families[name]?.series[labels] as? Series { return known }
            let made = make()
            let family = families[name] ?? MetricFamily(kind: kind)
            guard family.kind == kind else { return made }
            families[name] = family.adding(made, labels)
            return made
        }
    }

    private func remove(_ handler: AnyObject) {
        families.withLock { families in
            families = families.mapValues { $0.removing(handler) }.filter { !$0.value.series.isEmpty }
        }
    }
}

private struct MetricFamily: Sendable {
    enum Kind: String { case counter, gauge, histogram }

    let kind: Kind
    var series: [String: any PrometheusSeries] = [:]

    func adding(_ one: any PrometheusSeries, _ labels: String) -> MetricFamily {
        var family = self
        family.series[labels] = one
        return family
    }

    func removing(_ handler: AnyObject) -> MetricFamily {
        var family = self
        family.series = series.filter { $0.value !== handler }
        return family
    }
}
