import CoreMetrics
import Synchronization

/// The values of one metric under one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
    /// Writes the lines of the series; `labels` is `key="value",…`, or empty.
    func write(name: String, labels: String, to text: inout String)
}

extension String {
    mutating func append(_ name: String, _ labels: String, _ value: String) {
        self += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}

extension Double {
    var metricValue: String {
        if isNaN { return "NaN" }
        if isInfinite { return self > 0 ? "+Inf" : "-Inf" }
        return "\(self)"
    }
}
